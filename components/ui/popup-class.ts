import { cn } from "@/components/ui/cn";

/** The one thing that floats: a raised sheet with an edge and the only shadow. It grows from its trigger. */
export const popupClass = cn(
  "origin-(--transform-origin) rounded-md border border-line-strong bg-raised p-1 text-ink shadow-float outline-none",
  "transition-[opacity,scale] duration-120 data-starting-style:scale-98 data-starting-style:opacity-0",
  "data-ending-style:opacity-0 data-instant:transition-none",
);

/** A row of a menu or list of choices. The highlight is the focus: it is drawn, not ringed. */
export const itemClass = cn(
  "flex min-h-7 cursor-default items-center gap-2 rounded-sm px-2 py-1 text-base select-none coarse:min-h-10",
  "outline-none data-highlighted:bg-hover data-disabled:opacity-50 [&_svg]:size-4 [&_svg]:shrink-0",
);
