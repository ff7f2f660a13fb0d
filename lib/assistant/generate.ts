import "server-only";
import type { Citation } from "@/lib/chat/schemas";
import { streamModel } from "@/lib/core/ai";
import { composeAnswer, inWords } from "./built-in";
import { findCitations } from "./citations";
import type { AnswerContext } from "./context";
import { buildPrompt } from "./prompt";

/** What is known of an answer besides its text, once it is there. `cutOff` says that the model had more to say. */
export type Generated = { citations: Citation[]; cutOff?: boolean; inputTokens?: number | undefined; outputTokens?: number | undefined };

/** Where an answer's text goes: piece by piece, and from its beginning again after `restart`. */
export type AnswerText = { append: (text: string) => void; restart: () => Promise<void> };

/**
 * Makes an answer with its model, or without one, after what is there of it already. Returns early when `signal`
 * aborts.
 * @throws ModelError
 */
export async function generateAnswer(context: AnswerContext, { append, restart }: AnswerText, signal: AbortSignal): Promise<Generated> {
  const { model, begun } = context;
  if (model.kind === "built-in") {
    const { text, citations } = composeAnswer(context);
    const goesOn = text.startsWith(begun);
    if (!goesOn) await restart();
    for await (const word of inWords(goesOn ? text.slice(begun.length) : text, signal)) append(word);
    return { citations };
  }
  let generated: Generated = { citations: [] };
  for await (const part of streamModel({ model, ...buildPrompt(context), signal })) {
    if (part.type === "text") append(part.text);
    else generated = { citations: [], cutOff: part.cutOff, inputTokens: part.inputTokens, outputTokens: part.outputTokens };
  }
  return generated;
}

/** The citations of what there is of an answer, whole or not. */
export function citationsOf(generated: Generated | null, content: string, context: AnswerContext | null): Citation[] {
  if (!context) return [];
  if (generated && generated.citations.length > 0) return generated.citations.filter(({ n }) => content.includes(`[${n}]`));
  return findCitations(content, context.passages, context.query);
}
