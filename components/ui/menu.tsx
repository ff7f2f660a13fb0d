"use client";

import { Menu as Base } from "@base-ui/react/menu";
import { Check } from "lucide-react";
import Link from "next/link";
import type { ComponentProps, ReactElement, ReactNode } from "react";
import { cn } from "@/components/ui/cn";
import { Kbd } from "@/components/ui/kbd";
import { itemClass, popupClass } from "@/components/ui/popup-class";

type MenuProps = {
  /** The button that opens it: Button or IconButton. */
  trigger: ReactElement<Record<string, unknown>>;
  align?: "start" | "center" | "end";
  side?: "top" | "bottom" | "inline-start" | "inline-end";
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
  className?: string;
  children: ReactNode;
};

/** A menu of actions below a button. */
export function Menu({ trigger, align = "start", side = "bottom", open, onOpenChange, className, children }: MenuProps) {
  return (
    <Base.Root modal={false} open={open} onOpenChange={(next) => onOpenChange?.(next)}>
      <Base.Trigger render={trigger} />
      <Base.Portal>
        <Base.Positioner align={align} side={side} sideOffset={4} collisionPadding={8} className="z-50">
          <Base.Popup className={cn(popupClass, "max-h-(--available-height) max-w-80 min-w-44 overflow-y-auto", className)}>{children}</Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}

type RowProps = {
  icon?: ReactNode;
  /** Keys that do the same, written as for Kbd. */
  shortcut?: string;
  children: ReactNode;
};

/** An action. `tone="danger"` for what destroys. */
export function MenuItem({ icon, shortcut, tone, onSelect, disabled, closeOnClick, children }: RowProps & { tone?: "danger"; onSelect: () => void; disabled?: boolean; closeOnClick?: boolean }) {
  return (
    <Base.Item
      onClick={onSelect}
      disabled={disabled}
      closeOnClick={closeOnClick}
      className={cn(itemClass, tone === "danger" && "text-danger data-highlighted:bg-danger-soft")}
    >
      <Row icon={icon} shortcut={shortcut} tone={tone}>{children}</Row>
    </Base.Item>
  );
}

/** A place to go to. */
export function MenuLink({ icon, shortcut, children, ...props }: RowProps & Omit<ComponentProps<typeof Link>, "children">) {
  return (
    <Base.LinkItem closeOnClick className={itemClass} render={<Link {...props} />}>
      <Row icon={icon} shortcut={shortcut}>{children}</Row>
    </Base.LinkItem>
  );
}

/** Something to switch on and off; the menu stays open. */
export function MenuCheckboxItem({ icon, checked, onCheckedChange, children }: RowProps & { checked: boolean; onCheckedChange: (checked: boolean) => void }) {
  return (
    <Base.CheckboxItem checked={checked} onCheckedChange={(next) => onCheckedChange(next)} className={itemClass}>
      <Row icon={icon}>{children}</Row>
      <Tick><Base.CheckboxItemIndicator><Check aria-hidden /></Base.CheckboxItemIndicator></Tick>
    </Base.CheckboxItem>
  );
}

type RadioGroupProps<Value extends string> = {
  label: string;
  value: Value;
  onValueChange: (value: Value) => void;
  items: readonly { value: Value; label: ReactNode; icon?: ReactNode }[];
};

/** One choice of several, under a label. */
export function MenuRadioGroup<Value extends string>({ label, value, onValueChange, items }: RadioGroupProps<Value>) {
  return (
    <Base.Group>
      <Base.GroupLabel className={groupLabelClass}>{label}</Base.GroupLabel>
      <Base.RadioGroup
        value={value}
        onValueChange={(next: unknown) => {
          const chosen = items.find((item) => item.value === next);
          if (chosen) onValueChange(chosen.value);
        }}
      >
        {items.map((item) => (
          <Base.RadioItem key={item.value} value={item.value} className={itemClass}>
            <Row icon={item.icon}>{item.label}</Row>
            <Tick><Base.RadioItemIndicator><Check aria-hidden /></Base.RadioItemIndicator></Tick>
          </Base.RadioItem>
        ))}
      </Base.RadioGroup>
    </Base.Group>
  );
}

/** Rows that belong together, under a label. */
export function MenuGroup({ label, children }: { label: ReactNode; children: ReactNode }) {
  return (
    <Base.Group>
      <Base.GroupLabel className={groupLabelClass}>{label}</Base.GroupLabel>
      {children}
    </Base.Group>
  );
}

export function MenuSeparator() {
  return <Base.Separator className="-mx-1 my-1 h-px bg-line" />;
}

const groupLabelClass = "px-2 pt-1.5 pb-1 text-xs font-medium text-faint";

function Row({ icon, shortcut, tone, children }: RowProps & { tone?: "danger" | undefined }) {
  return (
    <>
      {icon ? <span aria-hidden className={tone === "danger" ? undefined : "text-subtle"}>{icon}</span> : null}
      <span className="min-w-0 flex-1 truncate">{children}</span>
      {shortcut ? <Kbd keys={shortcut} className="ms-4" /> : null}
    </>
  );
}

function Tick({ children }: { children: ReactNode }) {
  return <span className="ms-3 grid size-4 place-items-center text-accent-text">{children}</span>;
}
