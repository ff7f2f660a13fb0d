import { Dialog as Base } from "@base-ui/react/dialog";
import { X } from "lucide-react";
import type { ReactElement, ReactNode, RefObject } from "react";
import { cn } from "@/components/ui/cn";
import type { Opener } from "@/components/ui/deferred-popup";
import { IconButton } from "@/components/ui/icon-button";
import { TriggerBridge, useControlledOpen } from "@/components/ui/trigger-bridge";
import { backdropClass, windowClass } from "@/components/ui/window-class";

/** What a dialog consists of, which comes when one is about to open. `dialog.tsx` is what to import. */
export type RootProps = {
  title: ReactNode;
  description?: ReactNode;
  /** The name of the button that closes it. */
  closeLabel: string;
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
  /** Where the focus goes first; else to the first control. */
  initialFocus?: RefObject<HTMLElement | null>;
  size?: "sm" | "md" | "lg";
  /** Buttons at the foot, the primary one last. */
  footer?: ReactNode;
  children?: ReactNode;
};

export function Root({ opener, title, description, closeLabel, open, onOpenChange, initialFocus, size = "md", footer, children }: RootProps & { opener: Opener | null }) {
  return (
    <Base.Root open={useControlledOpen(open)} onOpenChange={(next) => onOpenChange?.(next)}>
      {opener ? <Base.Trigger id={opener.id} render={(given) => <TriggerBridge slot={opener.slot} given={given} />} /> : null}
      <Base.Portal>
        <Base.Backdrop className={backdropClass} />
        <Base.Popup initialFocus={initialFocus} className={cn(windowClass, widths[size])}>
          <div className="ps-5 pe-12 pt-4">
            <Base.Title className="title-panel">{title}</Base.Title>
            {description ? <Base.Description className="mt-1 text-subtle">{description}</Base.Description> : null}
          </div>
          <div className="min-h-0 overflow-y-auto px-5 py-4">{children}</div>
          {footer ? <div className="flex flex-wrap justify-end gap-2 border-t border-line px-5 py-3">{footer}</div> : null}
          {/* Last in the order of the keyboard, so that the focus begins at the dialog's own first control. */}
          <div className="absolute end-3 top-3.5">
            <Base.Close render={<IconButton label={closeLabel} size="sm"><X /></IconButton>} />
          </div>
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}

export function Close({ children }: { children: ReactElement<Record<string, unknown>> }) {
  return <Base.Close render={children} />;
}

const widths = { sm: "max-w-96", md: "max-w-lg", lg: "max-w-3xl" };
