import "server-only";

/** How people tell that something is settled. English; a model's digest reads every language. */
const phrases = [
  /\b(?:we|team|group|board)(?:['’]ve| have| has)? (?:all )?(?:now )?(?:decided|agreed|settled|concluded)\b/i,
  /\b(?:it is|it's|it’s|it was) (?:decided|agreed|settled)\b/i,
  /(?:^|[\n*_>-])\s*(?:final )?(?:decision|decided|agreed|conclusion)\b\W{0,4}[:–—-]/i,
  /\b(?:the|our|my|final) (?:final )?decision (?:is|was)\b/i,
  /\b(?:let['’]?s|we(?:['’]ll| will|['’]re|['’]re going to| are going to)|i(?:['’]ll| will)) (?:go|going) with\b/i,
  /\b(?:decided|agreed) (?:to|on|that|upon)\b/i,
];
/** What takes a phrase back, or asks. */
const doubt = /\b(?:not|never|haven['’]?t|hasn['’]?t|didn['’]?t|if|unless|should|could|whether|before)\b[^.!?\n]{0,40}\b(?:decid|agree|settle|go with)/i;

/** The sentence of a text that tells a decision, or null. */
export function decisionIn(text: string): string | null {
  for (const sentence of text.split(/(?<=[.!?])\s+|\n+/)) {
    if (sentence.trim().endsWith("?") || doubt.test(sentence)) continue;
    if (phrases.some((phrase) => phrase.test(sentence))) return sentence.trim();
  }
  return null;
}
