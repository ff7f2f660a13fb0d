import { type EmbeddingsRequest, countTokens } from "./protocol.ts";
import type { Settings } from "./settings.ts";

/** The body that answers an embeddings request. */
export function answerEmbeddings(settings: Settings, request: EmbeddingsRequest): unknown {
  const length = request.dimensions ?? settings.dimensions;
  const tokens = request.input.reduce((sum, text) => sum + countTokens(text), 0);
  return {
    object: "list",
    data: request.input.map((text, index) => {
      const vector = embedText(text, length);
      return { object: "embedding", index, embedding: request.base64 ? Buffer.from(vector.buffer).toString("base64") : [...vector] };
    }),
    model: request.model,
    usage: { prompt_tokens: tokens, total_tokens: tokens },
  };
}

/**
 * A unit vector that depends on the words of a text alone: texts with common words (roughly stemmed) are near,
 * others are at right angles but for collisions. Little-endian in memory on every platform that Node runs on here.
 */
export function embedText(text: string, length: number): Float32Array<ArrayBuffer> {
  const counts = new Map<string, number>();
  for (const word of text.normalize("NFKC").toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []) {
    if (stopWords.has(word)) continue;
    const stem = stemWord(word);
    counts.set(stem, (counts.get(stem) ?? 0) + 1);
  }
  // A text without words still needs a direction, and equal texts the same one.
  if (counts.size === 0) counts.set(text, 1);

  const sums = new Float64Array(length);
  for (const [stem, count] of counts) {
    const weight = 1 + Math.log(count);
    // Two places for each word, so that two words that share one place still differ.
    for (const seed of [0x811c9dc5, 0x9e3779b9]) {
      const hash = hashText(stem, seed);
      const place = hash % length;
      sums[place] = (sums[place] ?? 0) + (hash & 0x80000000 ? -weight : weight);
    }
  }
  const norm = Math.hypot(...sums);
  // In very short vectors opposite signs may cancel out; the first axis then stands in.
  if (norm === 0) return Float32Array.from(sums, (_, index) => (index === 0 ? 1 : 0));
  return Float32Array.from(sums, (sum) => sum / norm);
}

const stopWords = new Set(
  "a an and are as at be been but by can did do does for from had has have how i if in into is it its me my no not of on or our shall she should so that the their them then there these they this to was we were what when where which who why will with would you your".split(" "),
);

/** Takes common English endings off; what is left need not be a word, only the same for related words. */
function stemWord(word: string): string {
  const stem = word.replace(/(?:ations?|ers?|ors?|ings?|ions?|ed|ies|es|s|ly|ment|ments)$/u, "");
  const base = stem.length >= 3 ? stem : word;
  return base.length > 3 ? base.replace(/[eiy]$/u, "").replace(/(\p{L})\1$/u, "$1") : base;
}

/** FNV-1a with a last mixing step, because the place is taken from the low bits and the sign from the high one. */
function hashText(text: string, seed: number): number {
  let hash = seed;
  for (let index = 0; index < text.length; index += 1) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x45d9f3b);
  return (hash ^ (hash >>> 16)) >>> 0;
}
