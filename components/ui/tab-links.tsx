import Link from "next/link";
import type { ReactNode } from "react";
import { cn } from "@/components/ui/cn";
import { tabClass, tabListClass } from "@/components/ui/tab-class";

/** Tabs that are pages: links in a named navigation, the current one marked. */
export function TabLinks({ label, items, className }: { label: string; items: readonly { href: string; label: ReactNode; current: boolean }[]; className?: string }) {
  return (
    <nav aria-label={label} className={cn(tabListClass, className)}>
      {items.map((item) => (
        <Link
          key={item.href}
          href={item.href}
          aria-current={item.current ? "page" : undefined}
          className={cn(tabClass, item.current && "shadow-[inset_0_-2px_0_var(--accent)]")}
        >
          {item.label}
        </Link>
      ))}
    </nav>
  );
}
