"use client";

import { useEffect, useRef, useState } from "react";
import type { FormulaToken } from "@/lib/markdown/formula-token";
import { revealHidden } from "./hidden-characters";
import type { typeset as Typeset } from "./typeset";
import { whenIdle } from "./when-idle";

/** A formula. Its source stands there until it is set, and stays where it can't be. */
export function Formula({ formula: { raw, text, display, open } }: { formula: FormulaToken }) {
  const place = useRef<HTMLSpanElement>(null);
  const [typesetter, setTypesetter] = useState(loaded);
  const [done, setDone] = useState(false);
  const set = done && !open;

  useEffect(() => {
    if (typesetter || open) return undefined;
    let current = true;
    load().then(
      (module) => {
        if (current) setTypesetter(module);
      },
      // Without it the source is all there.
      () => undefined,
    );
    return () => {
      current = false;
    };
  }, [typesetter, open]);

  // In pauses: many at once would hold up a page that is being scrolled.
  useEffect(() => {
    if (!typesetter || open) return undefined;
    return whenIdle(() => setDone(place.current !== null && typesetter.typeset(text, display, place.current)));
  }, [typesetter, text, display, open]);

  return (
    <span dir="ltr" className={display ? "formula formula-display" : "formula"}>
      <span ref={place} hidden={!set} />
      {set ? null : <code className="formula-source">{revealHidden(display ? text : raw)}</code>}
    </span>
  );
}

type Typesetter = { typeset: typeof Typeset };

let loaded: Typesetter | undefined;

async function load(): Promise<Typesetter> {
  const module = await import("./typeset");
  await module.loadFonts();
  return (loaded = module);
}
