import "server-only";
import { APICallError, LoadAPIKeyError, RetryError } from "ai";

/** Why a model gave no answer, or not all of it. */
type ModelProblem = "model-key" | "model-limit" | "model-timeout" | "model-content" | "model-too-long" | "model-unreachable" | "model-failed";

/** What went wrong with the model; `cause` is what the provider said, for the log only. */
export class ModelError extends Error {
  readonly code: ModelProblem;

  constructor(code: ModelProblem, options?: ErrorOptions) {
    super(code, options);
    this.name = "ModelError";
    this.code = code;
  }
}

/** Anything that the SDK or the network threw, as one of the problems that members are told. */
export function toModelError(error: unknown): ModelError {
  if (error instanceof ModelError) return error;
  if (RetryError.isInstance(error)) return toModelError(error.lastError);
  return new ModelError(problemOf(error), { cause: error });
}

/** How OpenAI, vLLM, llama.cpp and LM Studio say that a conversation is longer than the model's window. */
const tooLong = /context_length_exceeded|string_above_max_length|exceed_context_size|context (?:length|size|window)/i;
const refusedContent = /content_(?:filter|policy)/;

/** How servers say within an answer that began well that a limit is reached. */
const limited = /rate_limit|insufficient_quota|resource_exhausted/;

function problemOf(error: unknown): ModelProblem {
  if (LoadAPIKeyError.isInstance(error)) return "model-key";
  if (!APICallError.isInstance(error)) return problemWithin(error);
  const { statusCode: status, responseBody = "" } = error;
  // 200: the connection broke in the middle of the answer.
  if (status === undefined || status === 200 || status === 502 || status === 503) return "model-unreachable";
  if (status === 401 || status === 403) return "model-key";
  if (status === 402 || status === 429) return "model-limit";
  if (status === 408 || status === 504) return "model-timeout";
  if (status === 413) return "model-too-long";
  if (status === 400 && refusedContent.test(responseBody)) return "model-content";
  if ((status === 400 || status === 500) && tooLong.test(responseBody)) return "model-too-long";
  return "model-failed";
}

/** An error in the middle of an answer has no status: only its words tell. */
function problemWithin(error: unknown): ModelProblem {
  const words = error instanceof Error ? error.message : (JSON.stringify(error) ?? "");
  if (refusedContent.test(words)) return "model-content";
  if (tooLong.test(words)) return "model-too-long";
  return limited.test(words) ? "model-limit" : "model-failed";
}
