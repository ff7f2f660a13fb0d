import { Menu as Base } from "@base-ui/react/menu";
import { Check } from "lucide-react";
import Link from "next/link";
import type { ComponentProps, ReactNode } from "react";
import { cn } from "@/components/ui/cn";
import type { Opener } from "@/components/ui/deferred-popup";
import { Kbd } from "@/components/ui/kbd";
import { itemClass, popupClass } from "@/components/ui/popup-class";
import { TriggerBridge, useControlledOpen } from "@/components/ui/trigger-bridge";

/** The parts of a menu, which come when a menu is about to open. `menu.tsx` is what to import. */
export type RootProps = {
  align?: "start" | "center" | "end";
  side?: "top" | "bottom" | "inline-start" | "inline-end";
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
  /** Asked when it closes where the focus goes: true for its button, false for where it is. */
  finalFocus?: () => HTMLElement | boolean;
  className?: string;
  children: ReactNode;
};

export function Root({ opener, align = "start", side = "bottom", open, onOpenChange, finalFocus, className, children }: RootProps & { opener: Opener | null }) {
  return (
    <Base.Root modal={false} open={useControlledOpen(open)} onOpenChange={(next) => onOpenChange?.(next)}>
      {opener ? <Base.Trigger id={opener.id} render={(given) => <TriggerBridge slot={opener.slot} given={given} />} /> : null}
      <Base.Portal>
        <Base.Positioner align={align} side={side} sideOffset={4} collisionPadding={8} className="z-50">
          <Base.Popup {...(finalFocus ? { finalFocus } : {})} className={cn(popupClass, "max-h-(--available-height) max-w-80 min-w-44 overflow-y-auto", className)}>{children}</Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}

export type RowProps = {
  icon?: ReactNode;
  /** Keys that do the same, written as for Kbd. */
  shortcut?: string;
  children: ReactNode;
};

export type ItemProps = RowProps & { tone?: "danger"; onSelect: () => void; disabled?: boolean; closeOnClick?: boolean };

export function Item({ icon, shortcut, tone, onSelect, disabled, closeOnClick, children }: ItemProps) {
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

export type LinkItemProps = RowProps & Omit<ComponentProps<typeof Link>, "children">;

export function LinkItem({ icon, shortcut, children, ...props }: LinkItemProps) {
  return (
    <Base.LinkItem closeOnClick className={itemClass} render={<Link {...props} />}>
      <Row icon={icon} shortcut={shortcut}>{children}</Row>
    </Base.LinkItem>
  );
}

export type CheckboxItemProps = RowProps & { checked: boolean; onCheckedChange: (checked: boolean) => void };

export function CheckboxItem({ icon, checked, onCheckedChange, children }: CheckboxItemProps) {
  return (
    <Base.CheckboxItem checked={checked} onCheckedChange={(next) => onCheckedChange(next)} className={itemClass}>
      <Row icon={icon}>{children}</Row>
      <Tick><Base.CheckboxItemIndicator><Check aria-hidden /></Base.CheckboxItemIndicator></Tick>
    </Base.CheckboxItem>
  );
}

export type RadioGroupProps<Value extends string> = {
  label: string;
  value: Value;
  onValueChange: (value: Value) => void;
  items: readonly { value: Value; label: ReactNode; icon?: ReactNode }[];
};

export function RadioGroup<Value extends string>({ label, value, onValueChange, items }: RadioGroupProps<Value>) {
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

export type GroupProps = { label: ReactNode; children: ReactNode };

export function Group({ label, children }: GroupProps) {
  return (
    <Base.Group>
      <Base.GroupLabel className={groupLabelClass}>{label}</Base.GroupLabel>
      {children}
    </Base.Group>
  );
}

export function Separator() {
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
