import type { ReactNode } from "react";
import { Mark } from "@/components/ui/mark";

/** A page that says one thing: that there is nothing here, or that something went wrong. */
export function Standalone({ title, text, children }: { title: ReactNode; text: ReactNode; children: ReactNode }) {
  return (
    <main id="content" tabIndex={-1} className="isolate mx-auto grid min-h-dvh max-w-md flex-1 content-center px-6 py-12 outline-none">
      <Mark className="size-9" />
      <h1 className="title-page mt-6">{title}</h1>
      <p className="mt-2 text-pretty text-subtle">{text}</p>
      <div className="mt-6 flex flex-wrap items-center gap-3">{children}</div>
    </main>
  );
}
