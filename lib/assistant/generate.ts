import "server-only";
import type { Citation } from "@/lib/chat/schemas";
import { describeModel, streamModel } from "@/lib/core/ai";
import { composeAnswer, inWords } from "./built-in";
import { findCitations } from "./citations";
import type { AnswerContext } from "./context";
import { buildPrompt } from "./prompt";

/** What is known of an answer besides its text, once it is there. */
export type Generated = { citations: Citation[]; metadata: Record<string, unknown> };

/**
 * Makes an answer with the configured model, or without one, and hands it to `append` piece by piece. Returns early
 * when `signal` aborts.
 * @throws ModelError
 */
export async function generateAnswer(context: AnswerContext, append: (text: string) => void, signal: AbortSignal): Promise<Generated> {
  if (describeModel().kind === "built-in") {
    const { text, citations } = composeAnswer(context);
    for await (const word of inWords(text, signal)) append(word);
    return { citations, metadata: {} };
  }
  const metadata: Record<string, unknown> = {};
  for await (const part of streamModel({ model: describeModel(), ...buildPrompt(context), signal })) {
    if (part.type === "text") append(part.text);
    else Object.assign(metadata, { inputTokens: part.inputTokens, outputTokens: part.outputTokens, ...(part.cutOff ? { cutOff: true } : {}) });
  }
  return { citations: [], metadata };
}

/** The citations of what there is of an answer, whole or not. */
export function citationsOf(generated: Generated | null, content: string, context: AnswerContext | null): Citation[] {
  if (!context) return [];
  if (generated && generated.citations.length > 0) return generated.citations.filter(({ n }) => content.includes(`[${n}]`));
  return findCitations(content, context.passages, context.query);
}
