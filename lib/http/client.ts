import type { Problem } from "@/lib/core/problems";

/** A request that the server answered with a problem; `problem` is the whole of it. */
export class ApiError extends Error {
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.detail ?? problem.title);
    this.name = "ApiError";
    this.problem = problem;
  }
}

/** The server could not be reached, or the connection broke: nothing is known of whether it did what it was asked. */
export class ConnectionError extends Error {}

/** `keepalive` lets a request outlive its page. */
type Options = { body?: unknown; signal?: AbortSignal; idempotencyKey?: string; keepalive?: boolean };

async function call<T>(fetch: typeof globalThis.fetch, method: string, path: string, { body, signal, idempotencyKey, keepalive }: Options = {}): Promise<T> {
  const headers = new Headers({ accept: "application/json" });
  if (idempotencyKey) headers.set("idempotency-key", idempotencyKey);
  const isForm = typeof FormData !== "undefined" && body instanceof FormData;
  if (body !== undefined && !isForm) headers.set("content-type", "application/json");
  try {
    const response = await fetch(path, { method, headers, body: body === undefined ? undefined : isForm ? body : JSON.stringify(body), signal, keepalive, credentials: "same-origin" });
    if (!response.ok) throw new ApiError(await readProblem(response));
    // The server answers with what the operation declares; the caller names that type.
    return (response.status === 204 ? null : await response.json()) as T;
  } catch (error) {
    if (signal?.aborted || error instanceof ApiError) throw error;
    // It may also break in the middle of the answer.
    throw new ConnectionError("The server could not be reached.", { cause: error });
  }
}

/** A client of the API by whatever `fetch` reaches it. Its calls throw ApiError with the problem, or ConnectionError. */
export const makeApiClient = (fetch: typeof globalThis.fetch) => ({
  get: <T>(path: string, options?: Options) => call<T>(fetch, "GET", path, options),
  post: <T>(path: string, body?: unknown, options?: Options) => call<T>(fetch, "POST", path, { ...options, body }),
  put: <T>(path: string, body?: unknown, options?: Options) => call<T>(fetch, "PUT", path, { ...options, body }),
  patch: <T>(path: string, body?: unknown, options?: Options) => call<T>(fetch, "PATCH", path, { ...options, body }),
  delete: <T = null>(path: string, options?: Options) => call<T>(fetch, "DELETE", path, options),
});

/** Calls the API from the browser. */
export const apiClient = makeApiClient((...request) => globalThis.fetch(...request));

async function readProblem(response: Response): Promise<Problem> {
  // Only this server's problems come with that type, and all of them have that shape.
  if (response.headers.get("content-type")?.includes("problem+json")) return (await response.json()) as Problem;
  return { type: "about:blank", title: response.statusText || "Something went wrong", status: response.status, code: "internal" };
}
