import { useId, type ReactNode } from "react";

/** A part of a page of settings: what it is on the start side, its controls beside it. */
export function Section({ id: anchor, title, text, children }: { id?: string; title: ReactNode; text?: ReactNode; children: ReactNode }) {
  const id = useId();
  return (
    <section id={anchor} aria-labelledby={id} className="grid scroll-mt-4 gap-x-10 gap-y-4 py-8 md:grid-cols-[14rem_minmax(0,1fr)]">
      <div>
        <h2 id={id} className="title-section">{title}</h2>
        {text ? <p className="mt-1 text-sm text-pretty text-subtle">{text}</p> : null}
      </div>
      <div className="min-w-0">{children}</div>
    </section>
  );
}
