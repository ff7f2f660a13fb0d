import "server-only";
import type { Model } from "@/lib/core/ai";

/** Chinese, Japanese and Korean writing takes far more tokens a character than Latin does. */
const dense = /[\u1100-\u11FF\u2E80-\u9FFF\uAC00-\uD7AF\uF900-\uFAFF\uFF00-\uFFEF]/g;
const charactersPerToken = { dense: 1.5, other: 4 };

/** About how many tokens a text takes, without asking the model's own tokenizer. */
export function estimateTokens(text: string): number {
  const packed = text.match(dense)?.length ?? 0;
  return Math.ceil(packed / charactersPerToken.dense + (text.length - packed) / charactersPerToken.other);
}

/** A text cut so that it takes about `most` tokens. */
export function cutToTokens(text: string, most: number): string {
  const tokens = estimateTokens(text);
  return tokens <= most ? text : text.slice(0, Math.floor((text.length * most) / tokens)).toWellFormed();
}

/** About how many tokens a picture takes, whatever its size: models make it smaller first. */
export const tokensPerPicture = 1_000;
const mostPictures = 6;

/** Of so many pictures those that fit into `tokens`, and never more than fill a quarter of a small window. */
export function fitPictures({ sees, contextTokens }: Model, pictures: number, tokens = Infinity): { count: number; tokens: number } {
  const fitting = Math.min(mostPictures, Math.max(1, Math.floor(contextTokens / 4 / tokensPerPicture)), Math.floor(tokens / tokensPerPicture));
  const count = sees ? Math.min(pictures, fitting) : 0;
  return { count, tokens: count * tokensPerPicture };
}

/** How a model's window is shared out, in tokens. */
export type Shares = { passages: number; history: number };

/** Left for the answer: this much, or a quarter of a small window. */
const mostReserve = 4_096;
/** Eight passages take about this much. An attached document may be given whole, so it gets the greater part. */
const usualPassages = 4_000;
const most = { passages: 0.4, passagesOfFiles: 0.6 };
/** For the summary of what is older than the history. */
export const summaryTokens = 800;
/** However long the instructions are, the newest messages get this part of the window. */
const leastHistory = 0.2;

/** Shares out what a model takes in, beside `fixed` tokens of instructions. */
export function shareWindow({ contextTokens }: Model, fixed: number, hasFiles: boolean): Shares {
  const prompt = contextTokens - Math.min(mostReserve, Math.floor(contextTokens / 4));
  const free = Math.max(0, prompt - fixed);
  const passages = Math.floor(hasFiles ? free * most.passagesOfFiles : Math.min(usualPassages, free * most.passages));
  return { passages, history: Math.max(free - passages - summaryTokens, Math.floor(contextTokens * leastHistory)) };
}
