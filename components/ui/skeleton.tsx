import { cn } from "@/components/ui/cn";

/** The place of something that is being loaded. Give it the size of what will come. Silent: name the region instead. */
export function Skeleton({ className }: { className?: string }) {
  return <span aria-hidden className={cn("block h-4 animate-breathe rounded-sm bg-selected", className)} />;
}

/** The place of some lines of text, the last one shorter. */
export function SkeletonText({ lines = 3, className }: { lines?: number; className?: string }) {
  return (
    <span aria-hidden className={cn("grid gap-2", className)}>
      {Array.from({ length: lines }, (_, line) => (
        <Skeleton key={line} className={cn("h-3", line === lines - 1 && lines > 1 && "w-3/5")} />
      ))}
    </span>
  );
}
