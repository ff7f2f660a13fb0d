import Link from "next/link";
import type { ComponentProps, ReactNode } from "react";
import { buttonClass, type ButtonSize, type ButtonVariant } from "@/components/ui/button-class";
import { cn } from "@/components/ui/cn";
import { Spinner } from "@/components/ui/spinner";

type Look = { variant?: ButtonVariant; size?: ButtonSize; icon?: ReactNode };

export type ButtonProps = ComponentProps<"button"> & Look & {
  /** True while what the button started is running: it stays focusable, ignores presses and shows a spinner. */
  busy?: boolean;
  /** What to say while busy ("Inviting"); without it the label stays. */
  busyLabel?: string;
};

/** A button. `type` is "button" unless it is given. */
export function Button({ variant = "secondary", size = "md", icon, busy = false, busyLabel, className, children, onClick, type = "button", ...props }: ButtonProps) {
  return (
    <button
      {...props}
      type={busy && type === "submit" ? "button" : type}
      aria-disabled={busy || undefined}
      aria-busy={busy || undefined}
      onClick={busy ? (event) => event.preventDefault() : onClick}
      className={cn(buttonClass({ variant, size }), busy && "cursor-progress", className)}
    >
      {busy ? <Spinner /> : icon}
      {busy && busyLabel ? busyLabel : children}
    </button>
  );
}

/** A link that looks like a button. */
export function ButtonLink({ variant = "secondary", size = "md", icon, className, children, ...props }: ComponentProps<typeof Link> & Look) {
  return (
    <Link {...props} className={cn(buttonClass({ variant, size }), className)}>
      {icon}
      {children}
    </Link>
  );
}
