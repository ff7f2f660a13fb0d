/** How strongly repetition counts, and how strongly length does: the usual values, not tuned to any collection. */
const k1 = 1.2;
const b = 0.75;

/** What a term adds at most: a term that few passages hold says more. Never below 0. */
export const inverseFrequency = (passages: number, frequency: number): number => Math.log(1 + (passages - frequency + 0.5) / (frequency + 0.5));

/**
 * Okapi BM25 of one passage. `counts` says how often each term stands in it, `weights` what each is worth
 * (`inverseFrequency`, times its own weight in the question).
 */
export function bm25(counts: Readonly<Record<string, number>>, length: number, averageLength: number, weights: ReadonlyMap<string, number>): number {
  const damping = k1 * (1 - b + (b * length) / Math.max(averageLength, 1));
  let score = 0;
  for (const [term, weight] of weights) {
    const count = counts[term] ?? 0;
    if (count > 0) score += (weight * count * (k1 + 1)) / (count + damping);
  }
  return score;
}
