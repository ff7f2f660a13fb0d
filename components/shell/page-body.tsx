import type { ReactNode } from "react";

/** A page of a project that is read from top to bottom: it scrolls by itself, beside the rail. */
export function PageBody({ title, aside, children }: { title: ReactNode; aside?: ReactNode; children: ReactNode }) {
  return (
    <div className="min-h-0 flex-1 overflow-y-auto">
      <div className="mx-auto w-full max-w-3xl px-4 pt-8 pb-24 sm:px-8 sm:pt-12">
        <div className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1">
          <h1 className="title-page">{title}</h1>
          {aside ? <div className="text-faint">{aside}</div> : null}
        </div>
        {children}
      </div>
    </div>
  );
}
