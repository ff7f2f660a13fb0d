import { Dialog as Base } from "@base-ui/react/dialog";
import { X } from "lucide-react";
import type { ReactNode } from "react";
import { cn } from "@/components/ui/cn";
import type { Opener } from "@/components/ui/deferred-popup";
import { IconButton } from "@/components/ui/icon-button";
import { TriggerBridge, useControlledOpen } from "@/components/ui/trigger-bridge";
import { backdropClass } from "@/components/ui/window-class";

/** What a sheet consists of, which comes when one is about to open. `sheet.tsx` is what to import. */
export type RootProps = {
  title: string;
  /** The title is only spoken, and the close button lies over the content's corner. */
  titleHidden?: boolean;
  closeLabel: string;
  /** The edge it comes from. */
  side?: "start" | "end";
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
  className?: string;
  children: ReactNode;
};

export function Root({ opener, title, titleHidden = false, closeLabel, side = "start", open, onOpenChange, className, children }: RootProps & { opener: Opener | null }) {
  return (
    <Base.Root open={useControlledOpen(open)} onOpenChange={(next) => onOpenChange?.(next)}>
      {opener ? <Base.Trigger id={opener.id} render={(given) => <TriggerBridge slot={opener.slot} given={given} />} /> : null}
      <Base.Portal>
        <Base.Backdrop className={backdropClass} />
        <Base.Popup
          className={cn(
            "fixed inset-y-0 z-40 flex w-[min(20rem,calc(100vw-3rem))] flex-col bg-paper pb-[env(safe-area-inset-bottom)] text-ink shadow-float outline-none",
            "transition-[translate,opacity] duration-180",
            side === "start"
              ? "start-0 border-e border-line data-ending-style:-translate-x-full data-starting-style:-translate-x-full rtl:data-ending-style:translate-x-full rtl:data-starting-style:translate-x-full"
              : "end-0 border-s border-line data-ending-style:translate-x-full data-starting-style:translate-x-full rtl:data-ending-style:-translate-x-full rtl:data-starting-style:-translate-x-full",
            className,
          )}
        >
          <div className={cn(!titleHidden && "flex h-12 shrink-0 items-center border-b border-line ps-4 pe-12")}>
            <Base.Title className={cn("title-section min-w-0 flex-1 truncate", titleHidden && "sr-only")}>{title}</Base.Title>
          </div>
          <div className="min-h-0 flex-1 overflow-y-auto">{children}</div>
          {/* Last in the order of the keyboard: with the focus on it first, its tooltip would take the first Escape. */}
          <div className="absolute end-2 top-2.5">
            <Base.Close render={<IconButton label={closeLabel} size="sm"><X /></IconButton>} />
          </div>
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}
