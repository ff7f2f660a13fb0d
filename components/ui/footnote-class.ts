/** The look of a footnote's number in a text. */
export const footnoteClass =
  "mx-px inline-grid h-4 min-w-4 place-items-center rounded-xs bg-accent-soft px-1 align-[0.28em] font-sans text-2xs leading-none font-semibold tabular-nums text-accent-text no-underline transition-colors";

/** What it adds where it leads somewhere. */
export const footnoteLinkClass = "hit hover:bg-accent hover:text-on-accent";
