"use client";

import { memo, useEffect, useRef, useState } from "react";
import type { ColouredLine } from "./highlight-worker";
import { useNear } from "./use-near";
import { whenIdle } from "./when-idle";

/** So many lines get their colours at once: a few milliseconds of a slow machine's time. */
const linesPerStep = 10;

/**
 * The text of a block of code. It is there at once, as few elements; where the reader looks, and when the page has
 * nothing else to do, it is coloured some lines at a time.
 */
export function CodeText({ lines, language }: { lines: string[]; language: string }) {
  const code = lines.join("\n");
  const { place, colours, steps } = useColours(code, language);
  const parts = [];
  for (let from = 0; from < lines.length; from += linesPerStep) {
    const text = lines.slice(from, from + linesPerStep).join("\n") + (from + linesPerStep < lines.length ? "\n" : "");
    const isColoured = colours !== null && from / linesPerStep < Math.min(steps, Math.ceil(colours.lines.length / linesPerStep)) && colours.code.startsWith(text, colours.starts[from]);
    parts.push(<Part key={from} text={text} colours={isColoured ? colours.lines : null} from={from} />);
  }
  return <code ref={place}>{parts}</code>;
}

type PartProps = { text: string; colours: ColouredLine[] | null; from: number };

const Part = memo(
  function Part({ text, colours, from }: PartProps) {
    if (!colours) return <span>{text}</span>;
    let at = 0;
    const runs = [];
    for (const line of colours.slice(from, from + linesPerStep)) {
      for (const [length, colour] of line) {
        const run = text.slice(at, at + length);
        runs.push(colour ? <span key={at} className={classes[colour]}>{run}</span> : run);
        at += length;
      }
      runs.push(text.slice(at, at + 1));
      at += 1;
    }
    return <span>{runs}</span>;
  },
  // The same text has the same colours.
  (before, after) => before.text === after.text && (before.colours === null) === (after.colours === null),
);

type Colours = {
  code: string;
  lines: ColouredLine[];
  /** Where each line begins. */
  starts: number[];
};

/** The colours of code, once it is near the view, and how many steps of it may have theirs by now. */
function useColours(code: string, language: string) {
  const [place, near] = useNear<HTMLElement>();
  const [colours, setColours] = useState<Colours | null>(null);
  const [steps, setSteps] = useState(0);

  const asking = useRef(false);
  const gone = useRef(false);
  useEffect(() => {
    gone.current = false;
    return () => {
      gone.current = true;
    };
  }, []);

  useEffect(() => {
    // While code is being written there is one question at a time; its answer fits the lines that haven't changed.
    if (!near || !language || asking.current || colours?.code === code) return;
    asking.current = true;
    const found = (lines: ColouredLine[]) => {
      asking.current = false;
      if (!gone.current) setColours({ code, lines, starts: startsOf(code) });
    };
    import("./colours")
      .then(({ colour }) => colour(code, language))
      .then(
        (lines) => found(lines ?? []),
        // Without its colours the code is still all there.
        () => found([]),
      );
  }, [near, code, language, colours]);

  const all = colours ? Math.ceil(colours.lines.length / linesPerStep) : 0;
  useEffect(() => {
    if (steps >= all) return undefined;
    return whenIdle(() => setSteps(steps + 1));
  }, [steps, all]);
  return { place, colours, steps };
}

function startsOf(code: string): number[] {
  const starts = [0];
  for (let at = code.indexOf("\n"); at !== -1; at = code.indexOf("\n", at + 1)) starts.push(at + 1);
  return starts;
}

/** The theme's colours, in the order in which the worker numbers them; the first is the text's own. */
const classes = ["", "text-faint", "text-accent-text", "text-success", "text-info", "bg-success-soft text-success", "bg-danger-soft text-danger", "bg-info-soft text-info"];
