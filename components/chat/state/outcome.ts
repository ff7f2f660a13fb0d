import type { Problem } from "@/lib/core/problems";
import { ApiError, ConnectionError } from "@/lib/http/client";

/**
 * What is known of a request with an idempotency key that gave an error: `unknown` when nobody answered for it,
 * `under-way` and `done` when the server has it from an earlier try, in this page or another.
 */
export type Outcome = { state: "unknown" } | { state: "under-way" | "done" | "refused"; problem: Problem };

/** Answers of a server, or of something before it, that is just starting, ending or overrun. */
const passing = [502, 503, 504];

/** @throws the error itself, if it isn't one of a request */
export function outcomeOf(error: unknown): Outcome {
  if (error instanceof ConnectionError) return { state: "unknown" };
  if (!(error instanceof ApiError)) throw error;
  const { problem } = error;
  if (passing.includes(problem.status)) return { state: "unknown" };
  // Only a conflict over the key says so; every other is about what the request asked for.
  if (problem.code === "conflict" && "committed" in problem) return { state: problem["committed"] === true ? "done" : "under-way", problem };
  return { state: "refused", problem };
}
