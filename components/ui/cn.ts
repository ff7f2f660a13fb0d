import { clsx, type ClassValue } from "clsx";
import { extendTailwindMerge } from "tailwind-merge";

/** Joins class names; of two that set the same thing the later one wins. */
export function cn(...values: ClassValue[]): string {
  return merge(clsx(values));
}

// The names that this project adds to Tailwind's theme, so that conflicts with them are seen.
const merge = extendTailwindMerge({
  extend: {
    theme: {
      text: ["2xs", "reading"],
      spacing: ["control", "control-sm", "row"],
      shadow: ["float"],
      container: ["reading"],
      animate: ["turn", "breathe", "sweep"],
    },
    classGroups: { "font-size": ["title-page", "title-panel", "title-section"] },
  },
});
