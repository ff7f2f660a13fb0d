import "server-only";
import { isDatabaseAway } from "@/lib/core/database-away";
import { logger } from "@/lib/core/logger";
import { AppError, toProblem, type Problem } from "@/lib/core/problems";

/** Seconds after which a database that is starting again is usually there. */
const awaySeconds = 2;

/** Turns anything thrown into a problem, and logs what was not thrown on purpose, with its cause. */
export function problemOf(thrown: unknown, requestId: string): Problem {
  return toProblem(toAppError(thrown, requestId), requestId);
}

function toAppError(thrown: unknown, requestId: string): unknown {
  if (thrown instanceof AppError) return thrown;
  logger().error({ err: thrown, requestId }, "a request failed");
  return isDatabaseAway(thrown) ? new AppError("unavailable", "The database can't be reached just now.", { cause: thrown, retryAfter: awaySeconds }) : thrown;
}

/** A problem as an `application/problem+json` response. */
export function problemResponse(thrown: unknown, requestId: string, headers = new Headers()): Response {
  const error = toAppError(thrown, requestId);
  const problem = toProblem(error, requestId);
  headers.set("content-type", "application/problem+json");
  headers.set("cache-control", "no-store");
  if (error instanceof AppError && error.details.retryAfter) headers.set("retry-after", String(error.details.retryAfter));
  return new Response(JSON.stringify(problem), { status: problem.status, headers });
}
