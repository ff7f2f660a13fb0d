import { cn } from "@/components/ui/cn";

/** What dims the page behind a dialog or a sheet. */
export const backdropClass = cn(
  "fixed inset-0 z-40 bg-scrim transition-opacity duration-150",
  "data-ending-style:opacity-0 data-starting-style:opacity-0",
);

/** A dialog's sheet: centred a little above the middle, never higher than the screen. */
export const windowClass = cn(
  "fixed inset-x-4 top-[max(1rem,12dvh)] z-40 mx-auto flex max-h-[calc(100dvh-max(2rem,14dvh))] flex-col",
  "rounded-md border border-line-strong bg-paper text-ink shadow-float outline-none",
  "transition-[opacity,translate] duration-150 data-ending-style:opacity-0",
  "data-starting-style:translate-y-1 data-starting-style:opacity-0",
);
