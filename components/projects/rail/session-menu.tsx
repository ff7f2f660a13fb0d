"use client";

import type { SessionMenuProps } from "@/components/projects/rail/session-menu-parts";
import { deferred } from "@/components/ui/deferred";
import { DeferredPopup, type TriggerElement } from "@/components/ui/deferred-popup";

/** What can be done with a conversation, below a button. It comes when it is first needed. */
export function SessionMenu({ trigger, ...props }: SessionMenuProps & { trigger: TriggerElement }) {
  return (
    <DeferredPopup source={source} trigger={trigger} popup="menu">
      {(parts, opener) => <parts.SessionMenuParts {...props} opener={opener} />}
    </DeferredPopup>
  );
}

const source = deferred(() => import("@/components/projects/rail/session-menu-parts"));
