"use client";

import { useEffect } from "react";
import { followTheme } from "@/components/settings/theme-channel";
import { applyTheme, type Theme } from "@/components/theme/theme";

/** Follows the theme that other tabs choose. `saved` is applied in a browser that has no choice of its own yet. */
export function ThemeSync({ saved }: { saved: Theme | null }) {
  useEffect(() => {
    if (saved) applyTheme(saved);
    return followTheme();
  }, [saved]);
  return null;
}
