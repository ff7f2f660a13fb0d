import type { ChatMessage } from "./protocol.ts";
import type { AnswerSettings, Settings } from "./settings.ts";

/** An answer cut into tokens (a word with the white space before it), and its pace. */
export type AnswerPlan = { tokens: string[]; firstTokenMs: number; tokenMs: number };

/** How much of the question and of a source the default answer repeats, in characters. */
const shown = { question: 80, source: 140 };

/** Decides what a conversation is answered with. The same conversation and settings always give the same answer. */
export function planAnswer(settings: Settings, messages: ChatMessage[]): AnswerPlan {
  const { answer, tokens, firstTokenMs, tokenMs } = forQuestion(settings, lastQuestion(messages));
  if (answer !== null) return { tokens: tokenize(answer), firstTokenMs, tokenMs };
  if (tokens !== null) return { tokens: numberedTokens(tokens), firstTokenMs, tokenMs };
  return { tokens: tokenize(defaultAnswer(messages)), firstTokenMs, tokenMs };
}

/** The last user message, or nothing. */
export function lastQuestion(messages: ChatMessage[]): string {
  return messages.findLast(({ role }) => role === "user")?.content ?? "";
}

/** Splits a text so that the pieces joined are the text. */
export function tokenize(text: string): string[] {
  return text.match(/\s*\S+|\s+$/g) ?? [];
}

function forQuestion(settings: Settings, question: string): AnswerSettings {
  const lower = question.toLowerCase();
  const rule = Object.entries(settings.script).find(([part]) => lower.includes(part.toLowerCase()))?.[1];
  if (rule === undefined) return settings;
  const given = typeof rule === "string" ? { answer: rule } : rule;
  // A rule that says what to answer replaces both ways of saying it; one that only sets the pace keeps them.
  const content = given.answer === undefined && given.tokens === undefined ? {} : { answer: null, tokens: null };
  return { ...settings, ...content, ...given };
}

function numberedTokens(count: number): string[] {
  return Array.from({ length: count }, (_, index) => (index === 0 ? "t1" : ` t${index + 1}`));
}

/** Echoes the question; when the prompt holds numbered sources, repeats the first one's beginning and cites it. */
function defaultAnswer(messages: ChatMessage[]): string {
  const question = shorten(lastQuestion(messages), shown.question);
  const source = firstSource(messages);
  const middle = source === null ? "No numbered source came with the question." : `The first source says: ${source} [1].`;
  return `You asked: “${question}” ${middle} What would you like to look at next?`;
}

/**
 * The beginning of source 1, or null. A source is a line that begins with `[1]`, or with one word before it
 * (`Source [1]`), so that the mention of `[1]` in an instruction doesn't count.
 */
function firstSource(messages: ChatMessage[]): string | null {
  for (const { role, content } of messages) {
    if (role === "assistant") continue;
    const found = /^[^\S\n]*(?:\p{L}+[^\S\n]+)?\[1\]([^]*?)(?=\n[^\S\n]*(?:\p{L}+[^\S\n]+)?\[\d+\]|$(?![^]))/mu.exec(content);
    // Brackets are left out, because the answer would seem to cite what the source's text cites.
    if (found) return shorten((found[1] ?? "").replace(/[[\]]/g, ""), shown.source).replace(/[.\s]+$/, "");
  }
  return null;
}

function shorten(text: string, length: number): string {
  const line = text.replace(/\s+/g, " ").trim();
  if (line.length <= length) return line;
  const cut = line.slice(0, length);
  const space = cut.lastIndexOf(" ");
  return `${(space > 0 ? cut.slice(0, space) : cut).toWellFormed()}…`;
}
