"use client";

import { useEffect, useRef, useState, type KeyboardEvent } from "react";
import { Input } from "@/components/ui/input";
import { isComposing } from "@/components/ui/is-composing";

type TitleFieldProps = {
  title: string;
  label: string;
  /** The id of what stands in its place afterwards, which takes the focus if a key ended it. */
  returnTo: string;
  className?: string;
  onDone: (title: string | null) => void;
};

/** A conversation's title being changed in its place: Enter or leaving keeps it, Escape doesn't. `onDone` gets null for no change. */
export function TitleField({ title, label, returnTo, className, onDone }: TitleFieldProps) {
  const [text, setText] = useState(title);
  const input = useRef<HTMLInputElement>(null);
  const isDone = useRef(false);

  useEffect(() => {
    // The menu that led here gives the focus back to its button first.
    const frame = requestAnimationFrame(() => {
      input.current?.focus();
      input.current?.select();
    });
    return () => cancelAnimationFrame(frame);
  }, []);

  function finish(keep: boolean): void {
    if (isDone.current) return;
    isDone.current = true;
    const next = text.trim();
    onDone(keep && next !== "" && next !== title ? next : null);
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (isComposing(event)) return;
    if (event.key !== "Enter" && event.key !== "Escape") return;
    // A sheet around the field would close as well.
    if (event.key === "Escape") event.stopPropagation();
    finish(event.key === "Enter");
    requestAnimationFrame(() => document.getElementById(returnTo)?.focus({ preventScroll: true }));
  }

  return (
    <Input ref={input} aria-label={label} value={text} onValueChange={setText} onKeyDown={onKeyDown} onBlur={() => finish(true)} maxLength={255} dir="auto" autoComplete="off" className={className} />
  );
}
