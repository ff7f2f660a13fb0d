import { analyse } from "chardet";
import { ExtractionError } from "./extracted-text.ts";

/**
 * Decodes text by its byte-order mark, else as UTF-16 by the place of its zeros, else as UTF-8, else by the encoding
 * that its language shows. Throws ExtractionError `damaged` for a file of another kind, and `encoding` for text whose
 * encoding stays uncertain.
 */
export function decodeText(bytes: Uint8Array): string {
  refuseOtherKinds(bytes);
  if (startsWith(bytes, [0xff, 0xfe, 0, 0]) || startsWith(bytes, [0, 0, 0xfe, 0xff])) throw uncertain("The text is UTF-32");
  if (startsWith(bytes, [0xff, 0xfe])) return decodeMarked(bytes, "utf-16le");
  if (startsWith(bytes, [0xfe, 0xff])) return decodeMarked(bytes, "utf-16be");
  const counts = count(bytes);
  // UTF-16 of Chinese without a mark, say, can't be told from a file of another kind.
  const notText = counts.high > bytes.byteLength / 10 ? uncertain : damaged;
  const wide = decodeUnmarkedUtf16(bytes, counts);
  if (wide !== null) return wide;
  if (counts.controls > Math.max(Math.min(STRAY_CONTROLS, bytes.byteLength / 16), bytes.byteLength / 100)) throw notText(`${counts.controls} of ${bytes.byteLength} bytes are control characters`);
  const zeros = counts.evenZeros + counts.oddZeros;
  if (zeros > 0 && (counts.controls > 0 || zeros > bytes.byteLength / 20)) throw damaged(`${zeros} of ${bytes.byteLength} bytes are NUL`);
  const text = new TextDecoder("utf-8").decode(bytes);
  if (!isMostlyUtf8(text)) return decodeByLanguage(bytes, counts);
  // The Japanese encoding of mail has ASCII bytes only.
  return /\u001b\$[@B]/.test(text) ? decodeAs(bytes, "iso-2022-jp") : text;
}

type Counts = {
  evenZeros: number;
  oddZeros: number;
  /** Control characters that no text has; NUL isn't counted. */
  controls: number;
  /** Bytes beyond ASCII. */
  high: number;
  /** Those of them that stand between two ASCII bytes, as accented letters of Latin text mostly do. */
  single: number;
};

function count(bytes: Uint8Array): Counts {
  const counts: Counts = { evenZeros: 0, oddZeros: 0, controls: 0, high: 0, single: 0 };
  for (let index = 0; index < bytes.byteLength; index += 1) {
    const byte = bytes[index] ?? 0;
    if (byte === 0) counts[index % 2 === 0 ? "evenZeros" : "oddZeros"] += 1;
    else if (byte < 0x20 && !TEXT_CONTROLS.has(byte)) counts.controls += 1;
    else if (byte >= 0x80) {
      counts.high += 1;
      if ((bytes[index - 1] ?? 0) < 0x80 && (bytes[index + 1] ?? 0) < 0x80) counts.single += 1;
    }
  }
  return counts;
}

const startsWith = (bytes: Uint8Array, start: number[]): boolean => start.every((byte, index) => bytes[index] === byte);

const uncertain = (detail: string): ExtractionError => new ExtractionError("encoding", detail);
const damaged = (detail: string): ExtractionError => new ExtractionError("damaged", detail);

/** A marked file may be cut within a character, which then shows as one broken character. */
function decodeMarked(bytes: Uint8Array, encoding: "utf-16le" | "utf-16be"): string {
  const text = new TextDecoder(encoding).decode(bytes);
  if ((text.match(/[\ufffd\0]/g)?.length ?? 0) > Math.max(1, text.length / 20)) throw damaged(`The bytes aren't ${encoding}, as their mark says`);
  return text;
}

/** Spaces, line ends and Latin letters have a zero as their upper byte; texts of other scripts have some of these too. */
function decodeUnmarkedUtf16(bytes: Uint8Array, { evenZeros, oddZeros, controls }: Counts): string | null {
  const zeros = evenZeros + oddZeros;
  if (bytes.byteLength % 2 === 1 || zeros === 0) return null;
  if (zeros <= bytes.byteLength / 5 && controls === 0 && isUtf8(bytes)) return null;
  const [best, next] = (["utf-16le", "utf-16be"] as const)
    .map((encoding) => {
      const text = decodeStrictly(bytes, encoding);
      const isLikely = text !== null && (text.match(UNLIKELY)?.length ?? 0) <= text.length / 100;
      return { text, ascii: isLikely ? (text.match(/[\t\n\r -~]/g)?.length ?? 0) : 0 };
    })
    .toSorted((a, b) => b.ascii - a.ascii);
  return best && next && best.ascii > next.ascii ? best.text : null;
}

function decodeStrictly(bytes: Uint8Array, encoding: string): string | null {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

const isUtf8 = (bytes: Uint8Array): boolean => decodeStrictly(bytes, "utf-8") !== null;

/** What no text has much of: controls, private use, unassigned, and scripts that only chance bytes give. */
const UNLIKELY =
  /[\p{Cn}\p{Co}\u0000-\u0007\u000e-\u001a\u001c-\u001f\u007f-\u009f]|[^\p{Script=Common}\p{Script=Inherited}\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Thai}\p{Script=Devanagari}\p{Script=Armenian}\p{Script=Georgian}]/gu;

/**
 * One broken character in a UTF-8 file (cut off at the end, say) must not turn all others into "Ã¤": only when the
 * broken ones are a tenth or more of all beyond ASCII was the text written in another encoding.
 */
function isMostlyUtf8(text: string): boolean {
  const broken = text.match(/\ufffd/g)?.length ?? 0;
  if (broken === 0) return true;
  const beyondAscii = text.match(/[^\0-\x7f]/g)?.length ?? 0;
  return broken < beyondAscii / 10;
}

/** What chardet finds, and the superset of it that Windows writes. */
const ENCODINGS: Readonly<Record<string, { name: string; kind: "double" | "latin" | "other" }>> = {
  GB18030: { name: "gb18030", kind: "double" },
  Big5: { name: "big5", kind: "double" },
  Shift_JIS: { name: "shift_jis", kind: "double" },
  "EUC-JP": { name: "euc-jp", kind: "double" },
  "EUC-KR": { name: "euc-kr", kind: "double" },
  "ISO-8859-1": { name: "windows-1252", kind: "latin" },
  "windows-1252": { name: "windows-1252", kind: "latin" },
  "ISO-8859-2": { name: "windows-1250", kind: "latin" },
  "windows-1250": { name: "windows-1250", kind: "latin" },
  "windows-1251": { name: "windows-1251", kind: "other" },
  "KOI8-R": { name: "koi8-r", kind: "other" },
  "ISO-8859-7": { name: "windows-1253", kind: "other" },
  "windows-1253": { name: "windows-1253", kind: "other" },
};

function decodeByLanguage(bytes: Uint8Array, counts: Counts): string {
  const matches = analyse(sampleOf(bytes));
  const best = matches[0];
  const encoding = best ? ENCODINGS[best.name] : undefined;
  if (!best || !encoding) throw uncertain(`The encoding ${best?.name ?? ""} isn't read`);
  const next = matches.find((match) => (ENCODINGS[match.name]?.name ?? match.name) !== encoding.name)?.confidence ?? 0;
  if (!isCertain(encoding, best.confidence, next, counts)) throw uncertain(`${best.name} with a confidence of ${best.confidence}, the next has ${next}`);
  return decodeAs(bytes, encoding.name);
}

/** The limits were found on samples of one word to some sentences in each encoding. */
function isCertain({ name, kind }: { name: string; kind: "double" | "latin" | "other" }, confidence: number, next: number, { high, single }: Counts): boolean {
  if (next > confidence * (confidence >= 90 ? 0.9 : 0.8)) return false;
  if (kind === "double") return confidence >= 50 && high >= 12;
  if (kind === "other") return confidence >= 30 && high >= 12;
  // Short Chinese, Japanese and Korean texts pass for Latin ones, but their bytes stand in pairs.
  return confidence >= 25 && single * 3 >= high && high >= (name === "windows-1252" ? 3 : 6);
}

/** What stands next to bytes beyond ASCII: a long English text around it would pass for the language of all. */
function sampleOf(bytes: Uint8Array): Uint8Array {
  const sample = new Uint8Array(SAMPLE_BYTES);
  let length = 0;
  let taken = 0;
  for (let index = 0; index < bytes.byteLength && length < SAMPLE_BYTES; index += 1) {
    if ((bytes[index] ?? 0) < 0x80) continue;
    const end = Math.min(bytes.byteLength, index + CONTEXT_BYTES);
    for (let at = Math.max(taken, index - CONTEXT_BYTES); at < end && length < SAMPLE_BYTES; at += 1) {
      sample[length] = bytes[at] ?? 0;
      length += 1;
    }
    taken = Math.max(taken, end);
  }
  return sample.subarray(0, length);
}

function decodeAs(bytes: Uint8Array, encoding: string): string {
  const text = decodeStrictly(bytes, encoding);
  if (text === null || /[\u0080-\u0084\u0086-\u009f]|\p{Co}/u.test(text)) throw uncertain(`Some bytes have no meaning in ${encoding}`);
  return text;
}

function refuseOtherKinds(bytes: Uint8Array): void {
  const start = String.fromCharCode(...bytes.subarray(0, 8));
  if (OTHER_KINDS.some((magic) => start.startsWith(magic))) throw damaged("The file is of another kind than text");
}

const SAMPLE_BYTES = 65_536;
const CONTEXT_BYTES = 24;

/** A few of them happen in honest texts. */
const STRAY_CONTROLS = 4;

/** How a PDF, a ZIP (and every Office file), PNG, JPEG, GIF and gzip file begin. */
const OTHER_KINDS = ["%PDF-", "PK\x03\x04", "\x89PNG", "\xff\xd8\xff", "GIF8", "\x1f\x8b"];

/** Backspace, tab, line feed, vertical tab, form feed, carriage return, escape (in logs with colours). */
const TEXT_CONTROLS = new Set([0x08, 0x09, 0x0a, 0x0b, 0x0c, 0x0d, 0x1b]);
