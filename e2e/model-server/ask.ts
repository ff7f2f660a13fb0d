import { createOpenAI } from "@ai-sdk/openai";
import { type TextStreamPart, type ToolSet, streamText } from "ai";
import type { ModelServer } from "./model-server.ts";

export type AskOptions = { prompt?: string; instructions?: string; abortSignal?: AbortSignal; maxOutputTokens?: number; maxRetries?: number };

/** The AI SDK's provider, as the program uses it, pointed at a model server. */
export function providerOf(server: ModelServer) {
  return createOpenAI({ baseURL: server.baseUrl, apiKey: "test-key" });
}

/**
 * Streams an answer through the AI SDK and gathers what came of it: the pieces of text, the errors that came as parts
 * of the stream, and what reading the stream threw.
 */
export async function ask(server: ModelServer, { prompt = "When does the recorder stop?", maxRetries = 0, ...options }: AskOptions = {}) {
  const parts: TextStreamPart<ToolSet>[] = [];
  let thrown: unknown = null;
  // Errors are gathered below; the SDK would print them otherwise.
  const result = streamText({ model: providerOf(server).chat("test-chat"), prompt, maxRetries, onError: () => undefined, ...options });
  try {
    for await (const part of result.stream) parts.push(part);
  } catch (error) {
    thrown = error;
  }
  const texts = parts.filter((part) => part.type === "text-delta").map((part) => part.text);
  return {
    texts,
    text: texts.join(""),
    errors: parts.filter((part) => part.type === "error").map((part) => part.error),
    thrown,
    aborted: parts.some((part) => part.type === "abort"),
    finish: parts.find((part) => part.type === "finish"),
  };
}
