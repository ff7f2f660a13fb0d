"use client";

import type { ConfirmProps, NameProps } from "@/components/ui/confirm-parts";
import { deferred } from "@/components/ui/deferred";
import { DeferredPopup, type TriggerElement } from "@/components/ui/deferred-popup";

type ConfirmDialogProps = ConfirmProps & { trigger?: TriggerElement };

/** Asks before something that can't be undone. Only its buttons and Escape close it; cancelling has the focus. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  return <Confirm {...props} />;
}

/** Asks for the name of what will be destroyed, before it is. */
export function ConfirmByName(props: ConfirmDialogProps & NameProps) {
  return <Confirm {...props} />;
}

function Confirm({ trigger, ...props }: ConfirmDialogProps & Partial<NameProps>) {
  return (
    <DeferredPopup source={source} trigger={trigger} popup="dialog" open={props.open}>
      {(parts, opener) => <parts.Root {...props} opener={opener} />}
    </DeferredPopup>
  );
}

const source = deferred(() => import("@/components/ui/confirm-parts"));
