"use client";

import { deferred } from "@/components/ui/deferred";
import { DeferredPopup, type TriggerElement } from "@/components/ui/deferred-popup";
import type { RootProps } from "@/components/ui/sheet-parts";

/** A panel that slides over the page from its side: the rail and the context on a phone. */
export function Sheet({ trigger, ...props }: RootProps & { trigger?: TriggerElement }) {
  return (
    <DeferredPopup source={source} trigger={trigger} popup="dialog" open={props.open}>
      {(parts, opener) => <parts.Root {...props} opener={opener} />}
    </DeferredPopup>
  );
}

const source = deferred(() => import("@/components/ui/sheet-parts"));
