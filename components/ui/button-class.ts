import { cn } from "@/components/ui/cn";

export type ButtonVariant = "primary" | "secondary" | "ghost" | "danger";
export type ButtonSize = "sm" | "md" | "lg";

/** The classes of a button; `square` for one that holds only an icon. */
export function buttonClass({ variant, size, square = false }: { variant: ButtonVariant; size: ButtonSize; square?: boolean }): string {
  return cn(base, variants[variant], square ? squares[size] : sizes[size]);
}

const base = cn(
  "inline-flex shrink-0 items-center justify-center rounded-md border border-transparent font-medium whitespace-nowrap select-none",
  "transition-[background-color,border-color,color] [&_svg]:size-4 [&_svg]:shrink-0",
  "disabled:cursor-not-allowed disabled:opacity-50 aria-busy:opacity-75",
);

const variants: Record<ButtonVariant, string> = {
  primary: "bg-accent text-on-accent not-disabled:hover:bg-accent-hover",
  secondary: "border-line-strong bg-raised text-ink not-disabled:hover:bg-hover data-popup-open:bg-hover",
  ghost: "text-subtle not-disabled:hover:bg-hover not-disabled:hover:text-ink data-popup-open:bg-hover data-popup-open:text-ink aria-pressed:bg-selected aria-pressed:text-ink",
  danger: "bg-danger-fill text-on-danger not-disabled:hover:brightness-92",
};

const sizes: Record<ButtonSize, string> = {
  sm: "h-control-sm gap-1.5 px-2 text-sm",
  md: "h-control gap-2 px-3 text-base",
  lg: "h-10 gap-2 px-4 text-base",
};

const squares: Record<ButtonSize, string> = {
  sm: "size-control-sm",
  md: "size-control",
  lg: "size-10",
};
