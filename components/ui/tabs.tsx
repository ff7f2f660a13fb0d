"use client";

import { Tabs as Base } from "@base-ui/react/tabs";
import type { ReactNode } from "react";
import { cn } from "@/components/ui/cn";
import { tabClass, tabListClass } from "@/components/ui/tab-class";

type TabsProps<Value extends string> = {
  /** The name of the row of tabs. */
  label: string;
  tabs: readonly { value: Value; label: ReactNode; content: ReactNode; disabled?: boolean }[];
  value?: Value;
  defaultValue?: Value;
  onValueChange?: (value: Value) => void;
  className?: string;
};

/** Several views in one place. For views with an address of their own, use TabLinks. */
export function Tabs<Value extends string>({ label, tabs, value, defaultValue, onValueChange, className }: TabsProps<Value>) {
  return (
    <Base.Root
      {...(value === undefined ? { defaultValue: defaultValue ?? tabs[0]?.value } : { value })}
      onValueChange={(next: unknown) => {
        const tab = tabs.find((one) => one.value === next);
        if (tab) onValueChange?.(tab.value);
      }}
      className={cn("min-w-0", className)}
    >
      <Base.List aria-label={label} className={tabListClass}>
        {tabs.map((tab) => (
          <Base.Tab key={tab.value} value={tab.value} disabled={tab.disabled} className={tabClass}>{tab.label}</Base.Tab>
        ))}
        <Base.Indicator className="absolute bottom-0 left-0 h-0.5 w-(--active-tab-width) translate-x-(--active-tab-left) bg-accent transition-[translate,width] duration-160" />
      </Base.List>
      {tabs.map((tab) => (
        <Base.Panel key={tab.value} value={tab.value} className="pt-4">{tab.content}</Base.Panel>
      ))}
    </Base.Root>
  );
}
