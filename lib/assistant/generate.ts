import "server-only";
import type { Citation } from "@/lib/chat/schemas";
import { streamModel, type ModelPart } from "@/lib/core/ai";
import { composeAnswer, inWords } from "./built-in";
import { findCitations, hasSameSources } from "./citations";
import type { AnswerContext } from "./context";
import { buildPrompt, promptTokens } from "./prompt";
import { estimateTokens } from "./window";

/** What is known of an answer besides its text, once it is there. `cutOff` says that the model had more to say. */
export type Generated = { citations: Citation[]; cutOff?: boolean };

/** What a model was asked for took, as it says or, where it doesn't, about. */
export type Usage = { inputTokens: number; outputTokens: number; isEstimated: boolean };

/**
 * Where an answer goes: its text piece by piece, and from its beginning again after `restart`; and in the end, also of
 * an answer that fails or is stopped, what it took, if a model was asked.
 */
export type AnswerSink = { append: (text: string) => void; restart: () => Promise<void>; used: (usage: Usage) => void };

/**
 * Makes an answer with its model, or without one, after what is there of it already. Returns early when `signal`
 * aborts.
 * @throws ModelError
 */
export async function generateAnswer(context: AnswerContext, sink: AnswerSink, signal: AbortSignal): Promise<Generated> {
  const { begun, cited, passages, query } = context;
  if (context.model.kind === "built-in") {
    const { text, citations } = composeAnswer(context);
    const goesOn = text.startsWith(begun);
    if (!goesOn) await sink.restart();
    for await (const word of inWords(goesOn ? text.slice(begun.length) : text, signal)) sink.append(word);
    return { citations };
  }
  if (hasSameSources(begun, cited, passages, query)) return askForText(context, sink, signal);
  await sink.restart();
  return askForText({ ...context, begun: "" }, sink, signal);
}

async function askForText(context: AnswerContext, { append, used }: AnswerSink, signal: AbortSignal): Promise<Generated> {
  const prompt = buildPrompt(context);
  let written = "";
  let end: Extract<ModelPart, { type: "end" }> | null = null;
  try {
    for await (const part of streamModel({ model: context.model, ...prompt, signal })) {
      if (part.type === "end") end = part;
      else {
        append(part.text);
        written += part.text;
      }
    }
  } finally {
    // What was refused before a word came took nothing.
    if (end || written || signal.aborted) {
      const isEstimated = end?.inputTokens === undefined || end.outputTokens === undefined;
      used({ inputTokens: end?.inputTokens ?? promptTokens(prompt), outputTokens: end?.outputTokens ?? estimateTokens(written), isEstimated });
    }
  }
  return { citations: [], cutOff: end?.cutOff ?? false };
}

/** The citations of what there is of an answer, whole or not. */
export function citationsOf(generated: Generated | null, content: string, context: AnswerContext): Citation[] {
  if (generated && generated.citations.length > 0) return generated.citations.filter(({ n }) => content.includes(`[${n}]`));
  return findCitations(content, context.passages, context.query);
}
