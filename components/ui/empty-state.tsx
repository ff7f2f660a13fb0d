import type { ReactNode } from "react";
import { cn } from "@/components/ui/cn";

type EmptyStateProps = {
  icon?: ReactNode;
  title: ReactNode;
  description?: ReactNode;
  /** The first step: one or two buttons. */
  children?: ReactNode;
  className?: string;
};

/** What stands where nothing is yet: what will be here, and the first step to it. */
export function EmptyState({ icon, title, description, children, className }: EmptyStateProps) {
  return (
    <div className={cn("mx-auto flex max-w-96 flex-col items-center px-4 py-12 text-center", className)}>
      {icon ? <span aria-hidden className="mb-4 text-faint [&_svg]:size-7 [&_svg]:stroke-[1.5]">{icon}</span> : null}
      <p className="title-panel">{title}</p>
      {description ? <p className="mt-1.5 text-pretty text-subtle">{description}</p> : null}
      {children ? <div className="mt-5 flex flex-wrap justify-center gap-2">{children}</div> : null}
    </div>
  );
}
