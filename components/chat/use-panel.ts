"use client";

import { useCallback, useMemo, useState, useSyncExternalStore } from "react";
import { rememberPanel, type PanelPreference } from "./panel-preference";

export type Panel = {
  open: boolean;
  width: number;
  /** Whether there is room for it beside the page; else it is a sheet over it. */
  beside: boolean;
  setOpen: (open: boolean) => void;
  setWidth: (width: number, done: boolean) => void;
};

/** The state of the panel beside the page. A sheet is never opened by what was remembered. */
export function usePanel(initial: PanelPreference): Panel {
  const [kept, setKept] = useState(initial);
  const [sheetOpen, setSheetOpen] = useState(false);
  const beside = useSyncExternalStore(watchWidth, isWide, () => true);

  const setOpen = useCallback(
    (open: boolean) => {
      if (!isWide()) return setSheetOpen(open);
      setKept((before) => {
        const next = { ...before, open };
        rememberPanel(next);
        return next;
      });
    },
    [],
  );
  const setWidth = useCallback((width: number, done: boolean) => {
    setKept((before) => {
      const next = { ...before, width };
      if (done) rememberPanel(next);
      return next;
    });
  }, []);
  return useMemo(() => ({ open: beside ? kept.open : sheetOpen, width: kept.width, beside, setOpen, setWidth }), [beside, kept, sheetOpen, setOpen, setWidth]);
}

/** The same width as Tailwind's `lg`, at which the panel's classes show it. */
const wide = "(min-width: 64rem)";
const isWide = (): boolean => window.matchMedia(wide).matches;

function watchWidth(listener: () => void): () => void {
  const query = window.matchMedia(wide);
  query.addEventListener("change", listener);
  return () => query.removeEventListener("change", listener);
}
