"use client";

import { createContext, use, type ReactElement } from "react";
import { deferred } from "@/components/ui/deferred";
import { DeferredPopup, type TriggerElement } from "@/components/ui/deferred-popup";
import type * as Parts from "@/components/ui/dialog-parts";

type DialogProps = Parts.RootProps & {
  /** The button that opens it; without one, `open` and `onOpenChange` do. */
  trigger?: TriggerElement;
};

/** A window over the page, for one thing at a time. Escape and a press outside close it. */
export function Dialog({ trigger, children, footer, ...props }: DialogProps) {
  return (
    <DeferredPopup source={source} trigger={trigger} popup="dialog" open={props.open}>
      {(parts, opener) => (
        <parts.Root {...props} opener={opener} footer={footer ? <PartsContext value={parts}>{footer}</PartsContext> : null}>
          <PartsContext value={parts}>{children}</PartsContext>
        </parts.Root>
      )}
    </DeferredPopup>
  );
}

/** Closes the dialog around it: `<DialogClose><Button>…</Button></DialogClose>`. */
export function DialogClose({ children }: { children: ReactElement<Record<string, unknown>> }) {
  const parts = use(PartsContext);
  if (!parts) throw new Error("What closes a dialog must stand inside one.");
  return <parts.Close>{children}</parts.Close>;
}

const source = deferred(() => import("@/components/ui/dialog-parts"));

const PartsContext = createContext<typeof Parts | null>(null);
