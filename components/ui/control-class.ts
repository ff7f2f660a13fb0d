import { cn } from "@/components/ui/cn";

/** The look that everything filled in shares: a sheet with a drawn edge, ringed in the accent when focused. */
export const controlClass = cn(
  "w-full min-w-0 rounded-md border border-control bg-raised text-base text-ink coarse:text-lg",
  "transition-[border-color] hover:border-subtle",
  "focus-visible:border-focus focus-visible:-outline-offset-1",
  "disabled:cursor-not-allowed disabled:opacity-55 data-disabled:cursor-not-allowed data-disabled:opacity-55",
  "data-invalid:border-danger aria-invalid:border-danger",
);
