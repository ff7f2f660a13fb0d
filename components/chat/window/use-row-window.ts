"use client";

import { startTransition, useLayoutEffect, useMemo, useRef, useState, type RefObject } from "react";
import { flushSync } from "react-dom";
import { RowWindow, type Mounted, type OnView, type Urgency } from "./row-window";
import { rowsAround, toPieces, translateIndex, type Piece, type RowRange } from "./row-range";

type Options = {
  /** The keys of all rows in their order. */
  keys: readonly string[];
  /** Nothing lies beyond the last row; more lies before the first. */
  isWhole: boolean;
  hasMoreAbove: boolean;
  /** The row to begin at; without one it begins at the end. */
  startAt: string | null;
  /** About how high a row is before it has been seen, in CSS pixels. */
  estimate: (key: string) => number;
  onView: OnView;
};

type RowWindowView = {
  /** The view, which holds `inside`, which holds `content` at its lower end, which holds the rows. */
  scroller: RefObject<HTMLDivElement | null>;
  inside: RefObject<HTMLDivElement | null>;
  content: RefObject<HTMLDivElement | null>;
  rows: RowWindow;
  /** What to draw: rows by their index, each with `rows.row` as its ref and its key as `data-key`, and gaps. */
  pieces: readonly Piece[];
  atEnd: boolean;
};

/** What fits any screen before its size is known, in CSS pixels. */
const firstView = 1_500;
const firstAbove = 500;
/** Rows that come at the end are mounted at once, unless they are a whole page. */
const mostAtOnce = 4;

const apply: Record<Urgency, (change: () => void) => void> = { frame: (change) => flushSync(change), event: (change) => change(), idle: startTransition };

/** A list of which only the rows in view and near it are on the page. See RowWindow. */
export function useRowWindow({ keys, isWhole, hasMoreAbove, startAt, estimate, onView }: Options): RowWindowView {
  const scroller = useRef<HTMLDivElement>(null);
  const inside = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const [atEnd, setAtEnd] = useState(true);
  const [mounted, setMounted] = useState<Mounted>(() => ({ keys, kept: [], range: firstRange(keys, startAt, estimate) }));
  const [rows] = useState(
    () =>
      new RowWindow(estimate, {
        onMounted: (next, urgency) => apply[urgency](() => setMounted(next)),
        onAtEnd: setAtEnd,
      }),
  );

  const indexes = useMemo(() => new Map(keys.map((key, index) => [key, index])), [keys]);
  const range = useMemo(() => (mounted.keys === keys ? mounted.range : translate(mounted, keys.length, indexes)), [mounted, keys, indexes]);
  const pieces = useMemo(
    () => toPieces(range, mounted.kept.flatMap((key) => indexes.get(key) ?? []), keys.length, (index) => rows.heights.get(keys[index] ?? "")),
    [range, mounted.kept, indexes, keys, rows],
  );

  useLayoutEffect(() => {
    rows.drew({ keys, indexes, range, kept: mounted.kept, isWhole, hasMoreAbove }, mounted, onView);
  });
  useLayoutEffect(() => (scroller.current && inside.current && content.current ? rows.attach(scroller.current, inside.current, content.current) : undefined), [rows]);

  return { scroller, inside, content, rows, pieces, atEnd };
}

function firstRange(keys: readonly string[], startAt: string | null, estimate: (key: string) => number): RowRange {
  const index = startAt === null ? -1 : keys.indexOf(startAt);
  const height = (at: number): number => estimate(keys[at] ?? "");
  return index === -1 ? rowsAround(keys.length - 1, keys.length, { before: firstView, after: 1 }, height) : rowsAround(index, keys.length, { before: firstAbove, after: firstView }, height);
}

/** The rows that were mounted, in a list that has changed since. */
function translate({ keys: before, range }: Mounted, count: number, indexes: ReadonlyMap<string, number>): RowRange {
  const start = Math.min(translateIndex(range.start, before, indexes), Math.max(0, count - 1));
  const last = range.end === 0 ? -1 : translateIndex(range.end - 1, before, indexes);
  const end = last + 1 + (range.end === before.length ? mostAtOnce : 0);
  return { start, end: Math.min(count, Math.max(end, start + 1)) };
}
