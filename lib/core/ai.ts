import "server-only";
import { streamText, type LanguageModel, type ModelMessage } from "ai";
import { env } from "./env";
import { ModelError, toModelError } from "./model-error";
import { AppError } from "./problems";

/** Who can answer. `built-in` needs no language model: it quotes. */
export type Model = {
  name: string;
  kind: "openai" | "compatible" | "built-in";
  /** Whether it is given pictures. */
  sees: boolean;
  /** How many tokens it takes in together with its answer. */
  contextTokens: number;
};

/** Windows of models whose size nobody set. Compatible servers often run small models, or large ones with little memory. */
const usualContextTokens = { openai: 128_000, compatible: 8_192 };

/** Names of models that are known to see pictures, with or without their maker before a slash. */
const seeingModels =
  /(?:^|\/)(?:chatgpt-4o|gpt-4o|gpt-4\.[15]|gpt-4-(?:turbo|vision)|gpt-[5-9]|o1(?!-mini)|o3(?!-mini)|o4|claude-(?:3|opus|sonnet|haiku)|gemini|gemma-?[3-9](?!n?:(?:1b|270m))|llama-?4|pixtral|mistral-small-?3\.[1-9]|mistral-medium|minicpm-v|moondream|internvl|(?:bak)?llava)|(?:^|[^a-z])(?:vision|vl)(?:[^a-z]|$)/i;

const builtIn: Model = { name: "built-in", kind: "built-in", sees: false, contextTokens: usualContextTokens.compatible };

/** The models that can be chosen, the instance's own choice first. The built-in assistant is always one of them. */
export function listModels(): Model[] {
  const { OPENAI_API_KEY: key, OPENAI_BASE_URL: baseURL, OPENAI_MODELS: names, OPENAI_VISION_MODELS: seeing, OPENAI_CONTEXT_TOKENS: contextTokens } = env();
  if (!key && !baseURL) return [builtIn];
  const kind = baseURL ? "compatible" : "openai";
  const models = [...new Set(names)].map((name): Model => ({ name, kind, sees: seeing ? seeing.includes(name) : seeingModels.test(name), contextTokens: contextTokens ?? usualContextTokens[kind] }));
  return [...models.filter(({ name }) => name !== builtIn.name), builtIn];
}

export const findModel = (name: string): Model | null => listModels().find((model) => model.name === name) ?? null;

/** A model that somebody names. @throws AppError `validation-failed` at `pointer` unless it is configured */
export function requireModel(name: string, pointer = "/model"): Model {
  const model = findModel(name);
  if (!model) throw new AppError("validation-failed", undefined, { errors: [{ pointer, detail: "is not one of the configured models" }] });
  return model;
}

/** The first of the wishes that is configured, such as a conversation's before its project's; else the instance's own choice. */
export function describeModel(...wishes: (string | null | undefined)[]): Model {
  const models = listModels();
  for (const wish of wishes) {
    const wished = models.find(({ name }) => name === wish);
    if (wished) return wished;
  }
  return models[0] ?? builtIn;
}

/** Milliseconds to wait for the model: until its first token, and between two. */
export const modelTimeouts = { firstTokenMs: 60_000, betweenTokensMs: 30_000 };

/** A failure before the first token is tried once more; a second one is told. */
const maxRetries = 1;

/** `model` is a language model: the built-in assistant is asked nothing. */
export type ModelRequest = { model: Model; instructions: string; messages: ModelMessage[]; signal: AbortSignal; timeouts?: typeof modelTimeouts };
export type ModelPart =
  | { type: "text"; text: string }
  /** What it took. `cutOff` says that the model had more to say than it may. */
  | { type: "end"; cutOff: boolean; inputTokens?: number; outputTokens?: number };

/**
 * Streams a model's answer; the last part is `end`, also before an error that the model itself tells. Ends without one
 * when `signal` aborts.
 * @throws ModelError for whatever kept the model from answering in full
 */
export async function* streamModel({ model, instructions, messages, signal, timeouts = modelTimeouts }: ModelRequest): AsyncGenerator<ModelPart> {
  // Not the SDK's own timeouts: its one for the first token doesn't count while no headers have come (seen in 7.0.173).
  const patience = new AbortController();
  const giveUp = () => patience.abort();
  let timer = setTimeout(giveUp, timeouts.firstTokenMs);
  try {
    const { stream } = streamText({
      model: await languageModel(model.name),
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
        yield { type: "end", cutOff: part.finishReason === "length", inputTokens, outputTokens };
        if (part.finishReason === "content-filter") throw new ModelError("model-content");
        // A stream that breaks off without saying why did not give its whole answer.
        if (part.finishReason !== "stop" && part.finishReason !== "length") throw new ModelError("model-failed", { cause: part.finishReason });
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

/**
 * A model's whole answer, where nobody reads along. Empty when `signal` aborts.
 * @throws ModelError
 */
export async function askModel(request: ModelRequest): Promise<string> {
  let text = "";
  for await (const part of streamModel(request)) if (part.type === "text") text += part.text;
  return request.signal.aborted ? "" : text.trim();
}

/** Chat completions, because that is what compatible servers speak. */
async function languageModel(name: string): Promise<LanguageModel> {
  const { OPENAI_API_KEY: key, OPENAI_BASE_URL: baseURL } = env();
  // Imported after `env()` took empty variables away: the package refuses an empty OPENAI_BASE_URL when it is loaded.
  const { createOpenAI } = await import("@ai-sdk/openai");
  return createOpenAI({ apiKey: key ?? "none", ...(baseURL ? { baseURL } : {}) }).chat(name);
}
