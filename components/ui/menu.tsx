"use client";

import { createContext, use } from "react";
import { deferred } from "@/components/ui/deferred";
import { DeferredPopup, type TriggerElement } from "@/components/ui/deferred-popup";
import type * as Parts from "@/components/ui/menu-parts";

type MenuProps = Parts.RootProps & {
  /** The button that opens it: Button or IconButton. */
  trigger: TriggerElement;
};

/** A menu of actions below a button. Its code comes when the pointer or the focus first comes to its button. */
export function Menu({ trigger, children, ...props }: MenuProps) {
  return (
    <DeferredPopup source={source} trigger={trigger} popup="menu" open={props.open}>
      {(parts, opener) => (
        <parts.Root {...props} opener={opener}>
          <PartsContext value={parts}>{children}</PartsContext>
        </parts.Root>
      )}
    </DeferredPopup>
  );
}

/** An action. `tone="danger"` for what destroys. */
export function MenuItem(props: Parts.ItemProps) {
  const { Item } = useParts();
  return <Item {...props} />;
}

/** A place to go to. */
export function MenuLink(props: Parts.LinkItemProps) {
  const { LinkItem } = useParts();
  return <LinkItem {...props} />;
}

/** Something to switch on and off; the menu stays open. */
export function MenuCheckboxItem(props: Parts.CheckboxItemProps) {
  const { CheckboxItem } = useParts();
  return <CheckboxItem {...props} />;
}

/** One choice of several, under a label. */
export function MenuRadioGroup<Value extends string>(props: Parts.RadioGroupProps<Value>) {
  const { RadioGroup } = useParts();
  return <RadioGroup {...props} />;
}

/** Rows that belong together, under a label. */
export function MenuGroup(props: Parts.GroupProps) {
  const { Group } = useParts();
  return <Group {...props} />;
}

export function MenuSeparator() {
  const { Separator } = useParts();
  return <Separator />;
}

const source = deferred(() => import("@/components/ui/menu-parts"));

const PartsContext = createContext<typeof Parts | null>(null);

function useParts(): typeof Parts {
  const parts = use(PartsContext);
  if (!parts) throw new Error("A menu's rows must stand inside a menu.");
  return parts;
}
