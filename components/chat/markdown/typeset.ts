import katex from "katex";
import "katex/dist/katex.min.css";
import "./typeset.css";
import { Lru } from "./lru";

/**
 * Sets a formula in an element, or says that it can't. Commands that would make links, load pictures or write HTML
 * are not trusted, sizes and the growth of macros are limited, and a macro's name ends with its formula.
 */
export function typeset(tex: string, display: boolean, into: HTMLElement): boolean {
  const key = `${display ? "d" : "i"}${tex}`;
  let made = known.get(key);
  if (made === undefined) {
    made = make(tex, display);
    known.set(key, made, tex.length + 1);
  }
  into.replaceChildren(...(made ? [made.cloneNode(true)] : []));
  return made !== null;
}

/** What nearly every formula is set in. */
const fonts = ["1em KaTeX_Main", "italic 1em KaTeX_Math", "1em KaTeX_Size1", "1em KaTeX_Size2"];

/** Waits for the fonts, since a page lays out again whatever it had to show without them; without a connection it does. */
export async function loadFonts(): Promise<void> {
  await Promise.allSettled(fonts.map((font) => document.fonts.load(font)));
}

/** The longest formula, in characters. Longer ones are made to be slow. */
const longest = 4_000;

/** Formulas as they were set, by their source; null for one that can't be. */
const known = new Lru<HTMLElement | null>(100_000);

function make(tex: string, displayMode: boolean): HTMLElement | null {
  if (tex.trim() === "" || tex.length > longest) return null;
  const element = document.createElement("span");
  try {
    katex.render(tex, element, { displayMode, throwOnError: true, trust: false, strict: "ignore", maxSize: 20, maxExpand: 300, macros: {} });
  } catch {
    // Whatever is wrong with it, the source is shown.
    return null;
  }
  return isReasonable(element) ? element : null;
}

/**
 * What a browser can draw: at three times this depth of elements within each other it ends the page. Sizes are in ems;
 * some, as `\raisebox` and `\rule` name them, come out as they were written, whatever the limit above.
 */
const most = { depth: 300, elements: 6_000, size: 150 };

function isReasonable(formula: HTMLElement): boolean {
  let elements: Element[] = [formula];
  let count = 0;
  for (let depth = 0; elements.length > 0; depth += 1) {
    count += elements.length;
    if (depth > most.depth || count > most.elements || elements.some(isTooLarge)) return false;
    elements = elements.flatMap((element) => [...element.children]);
  }
  return true;
}

function isTooLarge(element: Element): boolean {
  const sizes = (element.getAttribute("style") ?? "").matchAll(/(-?[\d.]+(?:e[+-]?\d+)?)em/g);
  return [...sizes].some(([, size]) => Math.abs(Number(size)) > most.size);
}
