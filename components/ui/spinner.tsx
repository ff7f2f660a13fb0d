import { cn } from "@/components/ui/cn";
import { markRing } from "@/components/ui/mark";

/** The sign's ring, turning. Silent unless `label` says what is awaited; then it is announced politely. */
export function Spinner({ label, className }: { label?: string; className?: string }) {
  return (
    <span role={label ? "status" : undefined} className={cn("inline-flex size-4 shrink-0", className)}>
      <svg viewBox="0 0 24 24" fill="none" aria-hidden className="size-full origin-[50%_48%] animate-turn">
        <path d={markRing} stroke="currentColor" strokeWidth={2.6} strokeLinecap="round" />
      </svg>
      {label ? <span className="sr-only">{label}</span> : null}
    </span>
  );
}
