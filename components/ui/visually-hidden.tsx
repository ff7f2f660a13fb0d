import type { ReactNode } from "react";

/** Text for screen readers only. */
export function VisuallyHidden({ children }: { children: ReactNode }) {
  return <span className="sr-only">{children}</span>;
}

/** The first stop of the keyboard on a page: leads past the rail to the content, and is seen only when focused. */
export function SkipLink({ href, children }: { href: `#${string}`; children: ReactNode }) {
  return (
    <a href={href} className="sr-only z-60 rounded-md bg-ink px-3 py-2 font-medium text-paper focus:not-sr-only focus:fixed focus:start-3 focus:top-3 focus:px-3 focus:py-2">
      {children}
    </a>
  );
}
