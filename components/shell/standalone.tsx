import type { ReactNode } from "react";
import { cn } from "@/components/ui/cn";
import { Mark } from "@/components/ui/mark";

type StandaloneProps = {
  title: ReactNode;
  text: ReactNode;
  /** True beside a project's rail, which has the page's landmark already. */
  inside?: boolean;
  children: ReactNode;
};

/** A page that says one thing: that there is nothing here, or that something went wrong. */
export function Standalone({ title, text, inside = false, children }: StandaloneProps) {
  const content = (
    <>
      <Mark className="size-9" />
      <h1 className="title-page mt-6">{title}</h1>
      <p className="mt-2 text-pretty text-subtle">{text}</p>
      <div className="mt-6 flex flex-wrap items-center gap-3">{children}</div>
    </>
  );
  const className = cn("mx-auto grid w-full max-w-md content-center px-6 py-12", inside ? "flex-1" : "min-h-dvh");
  return inside ? <div className={className}>{content}</div> : <main className={className}>{content}</main>;
}
