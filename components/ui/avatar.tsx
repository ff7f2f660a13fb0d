import { cn } from "@/components/ui/cn";
import { initials } from "@/components/ui/initials";

type AvatarProps = {
  /** Whose it is; the initials come from it. */
  name: string;
  /** What decides the colour: an id, so that it stays when the name changes. */
  id: string;
  size?: "xs" | "sm" | "md" | "lg";
  /** True when the name stands beside it: then it is decorative. */
  decorative?: boolean;
  className?: string;
};

/** A person's initials on a ground of their own. */
export function Avatar({ name, id, size = "md", decorative = false, className }: AvatarProps) {
  return (
    <span
      role={decorative ? undefined : "img"}
      aria-label={decorative ? undefined : name}
      aria-hidden={decorative || undefined}
      title={decorative ? undefined : name}
      className={cn("inline-grid shrink-0 place-items-center rounded-full font-semibold text-avatar-ink select-none", sizes[size], grounds[hash(id) % grounds.length], className)}
    >
      {initials(name)}
    </span>
  );
}

const grounds = ["bg-avatar-1", "bg-avatar-2", "bg-avatar-3", "bg-avatar-4", "bg-avatar-5", "bg-avatar-6", "bg-avatar-7", "bg-avatar-8"];

const sizes = { xs: "size-4.5 text-[0.5625rem]", sm: "size-5.5 text-[0.625rem]", md: "size-7 text-2xs", lg: "size-10 text-base" };

/** FNV-1a: small, and spreads ids that differ in one character. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) value = Math.imul(value ^ text.charCodeAt(index), 0x01000193);
  return (value ^ (value >>> 15)) >>> 0;
}
