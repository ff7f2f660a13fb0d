import "server-only";
import { APICallError, LoadAPIKeyError, RetryError, streamText, type LanguageModel, type ModelMessage } from "ai";
import { env } from "./env";

/** Why a model gave no answer, or not all of it. */
type ModelProblem = "model-key" | "model-limit" | "model-timeout" | "model-content" | "model-unreachable" | "model-failed";

/** What went wrong with the model; `cause` is what the provider said, for the log only. */
export class ModelError extends Error {
  readonly code: ModelProblem;

  constructor(code: ModelProblem, options?: ErrorOptions) {
    super(code, options);
    this.name = "ModelError";
    this.code = code;
  }
}

/** Milliseconds to wait for the model: until its first token, and between two. */
export const modelTimeouts = { firstTokenMs: 60_000, betweenTokensMs: 30_000 };

/** A failure before the first token is tried once more; a second one is told. */
const maxRetries = 1;

/** Which model answers: OpenAI's, one of a compatible server, or none, so that the built-in assistant does. */
export function describeModel(): { kind: "openai" | "compatible" | "built-in"; name: string } {
  const { OPENAI_API_KEY: key, OPENAI_BASE_URL: baseURL, OPENAI_MODELS: models } = env();
  if (!key && !baseURL) return { kind: "built-in", name: "built-in" };
  return { kind: baseURL ? "compatible" : "openai", name: models[0] ?? "gpt-5-mini" };
}

export type ModelRequest = { instructions: string; messages: ModelMessage[]; signal: AbortSignal; timeouts?: typeof modelTimeouts };
export type ModelPart =
  | { type: "text"; text: string }
  /** The regular end. `cutOff` says that the model had more to say than it may. */
  | { type: "end"; cutOff: boolean; inputTokens?: number; outputTokens?: number };

/**
 * Streams the configured model's answer; the last part is `end`. Ends without one when `signal` aborts.
 * @throws ModelError for whatever kept the model from answering in full
 */
export async function* streamModel({ instructions, messages, signal, timeouts = modelTimeouts }: ModelRequest): AsyncGenerator<ModelPart> {
  // Not the SDK's own timeouts: its one for the first token doesn't count while no headers have come (seen in 7.0.173).
  const patience = new AbortController();
  const giveUp = () => patience.abort();
  let timer = setTimeout(giveUp, timeouts.firstTokenMs);
  try {
    const { stream } = streamText({
      model: await configuredModel(),
      instructions,
      messages,
      maxRetries,
      abortSignal: AbortSignal.any([signal, patience.signal]),
      // Errors come as parts of the stream as well; without this the SDK would print them.
      onError: () => undefined,
    });
    for await (const part of stream) {
      if (part.type === "text-delta" || part.type === "reasoning-delta") {
        clearTimeout(timer);
        timer = setTimeout(giveUp, timeouts.betweenTokensMs);
      }
      if (part.type === "text-delta") yield { type: "text", text: part.text };
      else if (part.type === "error") throw part.error;
      else if (part.type === "finish") {
        const { inputTokens, outputTokens } = part.totalUsage;
        if (part.finishReason === "content-filter") throw new ModelError("model-content");
        // A stream that breaks off without saying why did not give its whole answer.
        if (part.finishReason !== "stop" && part.finishReason !== "length") throw new ModelError("model-failed", { cause: part.finishReason });
        yield { type: "end", cutOff: part.finishReason === "length", inputTokens, outputTokens };
      }
    }
  } catch (error) {
    if (signal.aborted) return;
    if (!patience.signal.aborted) throw toModelError(error);
  } finally {
    clearTimeout(timer);
  }
  if (patience.signal.aborted && !signal.aborted) throw new ModelError("model-timeout");
}

/** Chat completions, because that is what compatible servers speak. */
async function configuredModel(): Promise<LanguageModel> {
  const { OPENAI_API_KEY: key, OPENAI_BASE_URL: baseURL } = env();
  // Imported after `env()` took empty variables away: the package refuses an empty OPENAI_BASE_URL when it is loaded.
  const { createOpenAI } = await import("@ai-sdk/openai");
  return createOpenAI({ apiKey: key ?? "none", ...(baseURL ? { baseURL } : {}) }).chat(describeModel().name);
}

/** Anything that the SDK or the network threw, as one of the problems that members are told. */
function toModelError(error: unknown): ModelError {
  if (error instanceof ModelError) return error;
  if (RetryError.isInstance(error)) return toModelError(error.lastError);
  return new ModelError(problemOf(error), { cause: error });
}

function problemOf(error: unknown): ModelProblem {
  if (LoadAPIKeyError.isInstance(error)) return "model-key";
  if (!APICallError.isInstance(error)) return "model-failed";
  const { statusCode: status, responseBody = "" } = error;
  // 200: the connection broke in the middle of the answer.
  if (status === undefined || status === 200 || status === 502 || status === 503) return "model-unreachable";
  if (status === 401 || status === 403) return "model-key";
  if (status === 402 || status === 429) return "model-limit";
  if (status === 408 || status === 504) return "model-timeout";
  if (status === 400 && /content_(?:filter|policy)/.test(responseBody)) return "model-content";
  return "model-failed";
}
