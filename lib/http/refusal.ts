import { AppError, toProblem } from "../core/problems.ts";

const methods = new Set(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]);

/**
 * Why a request is refused before Next sees it, which answers it with a 500: a method that it doesn't know, or an
 * address that can't be decoded. Null for any other.
 */
export function refusalOf(method: string, url: string): AppError | null {
  if (!methods.has(method)) return new AppError("method-not-allowed");
  try {
    decodeURIComponent(url.split("?", 1)[0] ?? "");
    return null;
  } catch (error) {
    return new AppError("malformed-request", "The address can't be decoded.", { cause: error });
  }
}

/** An error as the parts of a plain response. */
export function plainProblem(error: unknown, requestId: string): { status: number; headers: Record<string, string>; body: string } {
  const problem = toProblem(error, requestId);
  return { status: problem.status, headers: { "content-type": "application/problem+json", "cache-control": "no-store", "x-request-id": requestId }, body: JSON.stringify(problem) };
}
