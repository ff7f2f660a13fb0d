"use client";

import { useRef, type KeyboardEvent, type PointerEvent } from "react";
import { cn } from "@/components/ui/cn";

type ResizeHandleProps = {
  /** What is resized ("Width of the sidebar"). */
  label: string;
  /** The id of the pane whose width it sets. */
  controls: string;
  /** Widths in CSS pixels. */
  value: number;
  min: number;
  max: number;
  /** On which side of the pane the handle lies: a left rail has it at its end. */
  side: "start" | "end";
  /** Every new width while dragging and on each key. */
  onChange: (width: number) => void;
  /** The last width, when a drag or key is done: the time to remember it. */
  onCommit?: (width: number) => void;
  /** The width a double click goes back to. */
  initial?: number;
  className?: string;
};

/** A line between two panes that can be dragged, and moved with the arrow keys (Shift for larger steps, Home, End). */
export function ResizeHandle({ label, controls, value, min, max, side, onChange, onCommit, initial, className }: ResizeHandleProps) {
  const drag = useRef<{ x: number; width: number; sign: 1 | -1 } | null>(null);
  const latest = useRef(value);

  function set(width: number): void {
    latest.current = Math.round(Math.min(max, Math.max(min, width)));
    onChange(latest.current);
  }

  function commit(width: number): void {
    set(width);
    onCommit?.(latest.current);
  }

  function onKeyDown(event: KeyboardEvent<HTMLDivElement>): void {
    const step = (event.shiftKey ? 64 : 16) * growth(event.currentTarget, side);
    const next = { ArrowRight: value + step, ArrowLeft: value - step, Home: min, End: max }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    commit(next);
  }

  function onPointerDown(event: PointerEvent<HTMLDivElement>): void {
    if (event.button !== 0) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    drag.current = { x: event.clientX, width: value, sign: growth(event.currentTarget, side) };
  }

  function onPointerMove(event: PointerEvent<HTMLDivElement>): void {
    if (drag.current) set(drag.current.width + (event.clientX - drag.current.x) * drag.current.sign);
  }

  function onPointerEnd(): void {
    if (!drag.current) return;
    drag.current = null;
    onCommit?.(latest.current);
  }

  return (
    <div
      role="separator"
      tabIndex={0}
      aria-orientation="vertical"
      aria-label={label}
      aria-controls={controls}
      aria-valuenow={value}
      aria-valuemin={min}
      aria-valuemax={max}
      onKeyDown={onKeyDown}
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onPointerUp={onPointerEnd}
      onPointerCancel={onPointerEnd}
      onDoubleClick={initial === undefined ? undefined : () => commit(initial)}
      className={cn(
        "group/resize relative z-10 w-px shrink-0 cursor-col-resize touch-none bg-line outline-none select-none",
        "before:absolute before:inset-y-0 before:-inset-x-1.5 coarse:before:-inset-x-3",
        "after:absolute after:inset-y-0 after:-inset-x-px after:bg-transparent after:transition-colors hover:after:bg-line-strong focus-visible:after:bg-focus active:after:bg-accent",
        className,
      )}
    />
  );
}

/** 1 when moving to the right makes the pane wider. */
function growth(element: Element, side: "start" | "end"): 1 | -1 {
  const rtl = getComputedStyle(element).direction === "rtl";
  return (side === "end") === rtl ? -1 : 1;
}
