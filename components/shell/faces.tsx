import { Avatar } from "@/components/ui/avatar";
import { cn } from "@/components/ui/cn";

type FacesProps = {
  people: readonly { userId: string; name: string }[];
  /** How many are drawn; the rest is a number. */
  most: number;
  /** What it says to those who don't see them ("Here now: Ada, Bo"). */
  label: string;
  size?: "xs" | "sm";
  className?: string;
};

/** Who is somewhere, as a row of faces that lie a little over each other. */
export function Faces({ people, most, label, size = "xs", className }: FacesProps) {
  if (people.length === 0) return null;
  // One more takes no more room than the number that would stand for it.
  const shown = people.length <= most ? people : people.slice(0, most - 1);
  return (
    <span role="img" aria-label={label} className={cn("flex shrink-0 items-center -space-x-1 rtl:space-x-reverse", className)}>
      {shown.map(({ userId, name }) => (
        <Avatar key={userId} id={userId} name={name} size={size} decorative className="ring-2 ring-(--faces-ground,var(--paper))" />
      ))}
      {shown.length < people.length ? (
        <span className={cn("inline-grid place-items-center rounded-full bg-selected px-1 font-semibold text-subtle tabular-nums ring-2 ring-(--faces-ground,var(--paper))", size === "xs" ? "h-4.5 min-w-4.5 text-[0.5625rem]" : "h-5.5 min-w-5.5 text-[0.625rem]")}>
          +{people.length - shown.length}
        </span>
      ) : null}
    </span>
  );
}
