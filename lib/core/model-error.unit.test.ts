import { expect, it } from "vitest";
import { ModelError, toModelError } from "./model-error";

it.each([
  [{ message: "Rate limit reached", type: "requests", code: "rate_limit_exceeded" }, "model-limit"],
  [{ message: "You exceeded your current quota", type: "insufficient_quota", code: null }, "model-limit"],
  [{ message: "This model's maximum context length is 2048 tokens." }, "model-too-long"],
  [{ message: "Refused.", code: "content_filter" }, "model-content"],
  ["the server had an error", "model-failed"],
  [new Error("context_length_exceeded"), "model-too-long"],
  [undefined, "model-failed"],
  [new ModelError("model-timeout"), "model-timeout"],
])("an error in the middle of an answer (%j) is told by its words", (thrown, code) => expect(toModelError(thrown).code).toBe(code));
