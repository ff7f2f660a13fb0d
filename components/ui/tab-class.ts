import { cn } from "@/components/ui/cn";

/** A row of tabs on a line; it scrolls sideways where it doesn't fit. */
export const tabListClass = "relative flex gap-4 overflow-x-auto border-b border-line [scrollbar-width:none]";

/** One tab, chosen by `aria-selected`, `data-active` or `aria-current`. */
export const tabClass = cn(
  "flex h-9 shrink-0 items-center gap-1.5 text-base font-medium whitespace-nowrap text-subtle coarse:h-11",
  "transition-colors hover:text-ink focus-visible:-outline-offset-2 data-active:text-ink data-disabled:opacity-50",
  "aria-[current=page]:text-ink [&_svg]:size-4",
);
