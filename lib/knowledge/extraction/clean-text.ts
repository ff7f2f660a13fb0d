/**
 * Makes text safe to store and to compare: composed characters (NFC), `\n` as the only line end, and none of the
 * characters that a database refuses or a browser can't show (NUL and other controls, halves of surrogate pairs,
 * byte-order marks).
 */
export function cleanText(text: string): string {
  return text
    .replace(/\r\n?|[\f\v\u0085\u2028\u2029]/g, "\n")
    .replace(UNWANTED, "")
    .normalize("NFC");
}

/**
 * Like `cleanText`, for text that was drawn rather than written: the shapes a typesetter chose (ligatures such as
 * "ﬁ", Arabic letters by position, no-break spaces) become the letters that people search for. Only these ranges are
 * decomposed: all of NFKC would turn "x²" into "x2" and "①" into "1".
 */
export function cleanDrawnText(text: string): string {
  return cleanText(
    text
      .replace(DRAWN_FORMS, (form) => form.normalize("NFKC"))
      .replace(DRAWN_SPACES, " ")
      .replace(DRAWN_ACCENTS, (pair, accent: string, letter: string) => accented(accent, letter) ?? pair),
  );
}

/** Controls but tab and line feed, the mark U+FEFF, and surrogates without their other half. */
const UNWANTED = /[\u0000-\u0008\u000e-\u001f\u007f-\u0084\u0086-\u009f\ufeff]|\p{Surrogate}/gu;

/** Alphabetic and Arabic presentation forms. */
const DRAWN_FORMS = /[\ufb00-\ufdff\ufe70-\ufefc]/g;

const DRAWN_SPACES = /[\u00a0\u2000-\u200a\u202f\u205f]/g;

/** TeX draws "ï" as "¨" and then "ı", or "é" as "´" and then "e". */
const DRAWN_ACCENTS = /([¨´ˆ˜ˇ])([A-Za-zı])/g;

const COMBINING: Readonly<Record<string, string>> = { "¨": "\u0308", "´": "\u0301", ˆ: "\u0302", "˜": "\u0303", ˇ: "\u030c" };

function accented(accent: string, letter: string): string | null {
  const composed = ((letter === "ı" ? "i" : letter) + (COMBINING[accent] ?? "")).normalize("NFC");
  return composed.length === 1 ? composed : null;
}
