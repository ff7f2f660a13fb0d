"use client";

import { Dialog as Base } from "@base-ui/react/dialog";
import { X } from "lucide-react";
import type { ReactElement, ReactNode, RefObject } from "react";
import { cn } from "@/components/ui/cn";
import { IconButton } from "@/components/ui/icon-button";
import { backdropClass, windowClass } from "@/components/ui/window-class";

type DialogProps = {
  title: ReactNode;
  description?: ReactNode;
  /** The name of the button that closes it. */
  closeLabel: string;
  /** The button that opens it; without one, `open` and `onOpenChange` do. */
  trigger?: ReactElement<Record<string, unknown>>;
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
  /** Where the focus goes first; else to the first control. */
  initialFocus?: RefObject<HTMLElement | null>;
  size?: "sm" | "md" | "lg";
  /** Buttons at the foot, the primary one last. */
  footer?: ReactNode;
  children?: ReactNode;
};

/** A window over the page, for one thing at a time. Escape and a press outside close it. */
export function Dialog({ title, description, closeLabel, trigger, open, onOpenChange, initialFocus, size = "md", footer, children }: DialogProps) {
  return (
    <Base.Root open={open} onOpenChange={(next) => onOpenChange?.(next)}>
      {trigger ? <Base.Trigger render={trigger} /> : null}
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

/** Closes the dialog or sheet around it: `<DialogClose><Button>…</Button></DialogClose>`. */
export function DialogClose({ children }: { children: ReactElement<Record<string, unknown>> }) {
  return <Base.Close render={children} />;
}

const widths = { sm: "max-w-96", md: "max-w-lg", lg: "max-w-3xl" };
