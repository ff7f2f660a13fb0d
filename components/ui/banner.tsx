import { CircleAlert, CircleCheck, Info, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { cn } from "@/components/ui/cn";

type BannerProps = {
  tone?: "info" | "success" | "warning" | "danger";
  title?: ReactNode;
  children?: ReactNode;
  /** What can be done about it: a Button of size "sm". */
  action?: ReactNode;
  className?: string;
};

/** Says a state in place: what happened, what is safe, what to do. Danger is announced at once, the rest politely. */
export function Banner({ tone = "info", title, children, action, className }: BannerProps) {
  const Icon = icons[tone];
  return (
    <div role={tone === "danger" ? "alert" : "status"} className={cn("flex items-start gap-2.5 rounded-md px-3 py-2", grounds[tone], className)}>
      <Icon aria-hidden className={cn("mt-0.5 size-4 shrink-0", inks[tone])} />
      <div className="min-w-0 flex-1 break-words text-ink">
        {title ? <p className="font-medium">{title}</p> : null}
        {children ? <div className={cn(Boolean(title) && "text-subtle")}>{children}</div> : null}
      </div>
      {action ? <div className="-my-0.5 shrink-0">{action}</div> : null}
    </div>
  );
}

const icons = { info: Info, success: CircleCheck, warning: TriangleAlert, danger: CircleAlert };
const inks = { info: "text-info", success: "text-success", warning: "text-warning", danger: "text-danger" };
const grounds = { info: "bg-info-soft", success: "bg-success-soft", warning: "bg-warning-soft", danger: "bg-danger-soft" };
