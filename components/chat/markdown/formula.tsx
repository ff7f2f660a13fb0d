"use client";

import { useEffect, useLayoutEffect, useRef, useState } from "react";
import type { FormulaToken } from "./formula-token";
import { revealHidden } from "./hidden-characters";
import type { typeset as Typeset } from "./typeset";

/** A formula. Its source stands there until it is set, and stays where it can't be. */
export function Formula({ formula: { raw, text, display, open } }: { formula: FormulaToken }) {
  const place = useRef<HTMLSpanElement>(null);
  const [typesetter, setTypesetter] = useState(loaded);
  const [set, setSet] = useState(false);

  useEffect(() => {
    if (typesetter || open) return undefined;
    let current = true;
    import("./typeset").then(
      (module) => {
        loaded = module;
        if (current) setTypesetter(module);
      },
      // Without it the source is all there.
      () => undefined,
    );
    return () => {
      current = false;
    };
  }, [typesetter, open]);

  // Before anything is painted, so that a formula that comes back into view doesn't flash its source.
  useLayoutEffect(() => {
    if (typesetter && place.current) setSet(!open && typesetter.typeset(text, display, place.current));
  }, [typesetter, text, display, open]);

  return (
    <span dir="ltr" className={display ? "formula formula-display" : "formula"}>
      <span ref={place} hidden={!set} />
      {set ? null : <code className="formula-source">{revealHidden(display ? text : raw)}</code>}
    </span>
  );
}

let loaded: { typeset: typeof Typeset } | undefined;
