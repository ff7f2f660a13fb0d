"use client";

import { Dialog as Base } from "@base-ui/react/dialog";
import { X } from "lucide-react";
import type { ReactElement, ReactNode } from "react";
import { cn } from "@/components/ui/cn";
import { IconButton } from "@/components/ui/icon-button";
import { backdropClass } from "@/components/ui/window-class";

type SheetProps = {
  title: string;
  /** The title is only spoken, and the close button lies over the content's corner. */
  titleHidden?: boolean;
  closeLabel: string;
  /** The edge it comes from. */
  side?: "start" | "end";
  trigger?: ReactElement<Record<string, unknown>>;
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
  className?: string;
  children: ReactNode;
};

/** A panel that slides over the page from its side: the rail and the context on a phone. */
export function Sheet({ title, titleHidden = false, closeLabel, side = "start", trigger, open, onOpenChange, className, children }: SheetProps) {
  return (
    <Base.Root open={open} onOpenChange={(next) => onOpenChange?.(next)}>
      {trigger ? <Base.Trigger render={trigger} /> : null}
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
          <div className={cn("flex items-center gap-2 ps-4 pe-2", titleHidden ? "absolute end-0 top-2 z-1" : "h-12 shrink-0 border-b border-line")}>
            <Base.Title className={cn("title-section min-w-0 flex-1 truncate", titleHidden && "sr-only")}>{title}</Base.Title>
            <Base.Close render={<IconButton label={closeLabel} size="sm"><X /></IconButton>} />
          </div>
          <div className="min-h-0 flex-1 overflow-y-auto">{children}</div>
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}
