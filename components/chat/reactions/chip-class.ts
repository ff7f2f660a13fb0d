import { cn } from "@/components/ui/cn";

/** The look of reactions, in a row that is as high as the button that adds one. */
export const chipsClass = "mt-1.5 flex min-h-control-sm flex-wrap items-center gap-1";

/** The look of one emoji with its number; `isOwn` when the reader is among those who reacted. */
export const chipClass = (isOwn: boolean): string =>
  cn(
    "hit inline-flex h-6 items-center gap-1.5 rounded-md border px-1.5 text-xs font-medium tabular-nums transition-colors coarse:h-8 coarse:px-2.5",
    isOwn ? "border-accent bg-accent-soft text-accent-text" : "border-line bg-raised text-subtle",
  );

export const signClass = "text-[0.9375rem] leading-none";
