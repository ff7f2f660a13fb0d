import "server-only";
import { logger } from "@/lib/core/logger";
import { AppError, toProblem, type Problem } from "@/lib/core/problems";

/** Turns anything thrown into a problem, and logs what was not thrown on purpose, with its cause. */
export function problemOf(thrown: unknown, requestId: string): Problem {
  if (!(thrown instanceof AppError)) logger().error({ err: thrown, requestId }, "a request failed");
  return toProblem(thrown, requestId);
}

/** A problem as an `application/problem+json` response. */
export function problemResponse(thrown: unknown, requestId: string, headers = new Headers()): Response {
  const problem = problemOf(thrown, requestId);
  headers.set("content-type", "application/problem+json");
  headers.set("cache-control", "no-store");
  if (thrown instanceof AppError && thrown.details.retryAfter) headers.set("retry-after", String(thrown.details.retryAfter));
  return new Response(JSON.stringify(problem), { status: problem.status, headers });
}
