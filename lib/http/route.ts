import "server-only";
import { clock } from "@/lib/core/clock";
import { logger } from "@/lib/core/logger";
import type { LimitState } from "@/lib/core/limits";
import { AppError } from "@/lib/core/problems";
import { findCaller } from "@/lib/auth/caller";
import { readJson, requireStorable } from "./body";
import { execute } from "./execute";
import { answerOnce } from "./idempotent";
import { isMultipart } from "./multipart";
import type { AnyOperation, RequestInfo } from "./operation";
import { problemResponse } from "./problem";
import { requestInfo } from "./request-info";
import { toResponse } from "./route-response";
import { requireSameOrigin } from "./same-origin";

type Context = { params: Promise<Record<string, string | string[] | undefined>> };
export type RouteHandler = ((request: Request, context: Context) => Promise<Response>) & { operation: AnyOperation };

/** Makes a route handler of an operation. */
export function route(operation: AnyOperation): RouteHandler {
  const handle = async (request: Request, context: Context): Promise<Response> => {
    const startedAt = clock.now();
    const info = requestInfo(request.headers, request);
    const headers = new Headers({ "x-request-id": info.id, "cache-control": "no-store" });
    let userId: string | undefined;
    let response: Response;
    try {
      response = await answer(operation, request, await context.params, info, headers, (id) => (userId = id));
    } catch (error) {
      response = problemResponse(error, info.id, headers);
    }
    if (request.method === "HEAD") response = withoutBody(response);
    logger()[operation.quiet ? "debug" : "info"]({ requestId: info.id, method: request.method, path: new URL(request.url).pathname, status: response.status, ms: clock.now() - startedAt, userId }, "request");
    return response;
  };
  return Object.assign(handle, { operation });
}

/** Nobody reads the body: what stands behind it (an event stream, a file) is given up rather than left waiting. */
function withoutBody(response: Response): Response {
  void response.body?.cancel().catch(() => {});
  return new Response(null, response);
}

async function answer(operation: AnyOperation, request: Request, params: Record<string, unknown>, info: RequestInfo, headers: Headers, noteUser: (id: string) => void): Promise<Response> {
  const caller = await findCaller(request.headers);
  if (caller) noteUser(caller.actor.id);
  const isRead = request.method === "GET" || request.method === "HEAD";
  if (caller?.door === "cookie" && !isRead) requireSameOrigin(request.headers);
  const raw = { params, query: readQuery(request.url), readBody: () => readBody(operation, request) };
  const hasKey = operation.status === 201 && !operation.showsSecret && request.headers.has("idempotency-key");
  const once = hasKey && caller ? (work: () => Promise<unknown>) => answerOnce(operation, request, caller.actor, headers, work) : undefined;
  return toResponse(operation, await execute(operation, raw, caller?.actor ?? null, info, isRead, (limit) => setLimitHeaders(headers, limit), once), headers);
}

function readQuery(url: string): Record<string, unknown> {
  const query: Record<string, unknown> = {};
  const { searchParams } = new URL(url);
  for (const key of new Set(searchParams.keys())) {
    const values = searchParams.getAll(key);
    values.forEach(requireStorable);
    query[key] = values.length > 1 ? values : values[0];
  }
  return query;
}

function readBody(operation: AnyOperation, request: Request): Promise<unknown> {
  const bringsFiles = isMultipart(request);
  if (bringsFiles && operation.multipart) return Promise.resolve(null);
  if (bringsFiles) throw new AppError("unsupported-media-type", "Send JSON with the header Content-Type: application/json.");
  return readJson(request, operation.maxBytes);
}

/** The names of the IETF's draft for rate limit headers, which clients know. */
function setLimitHeaders(headers: Headers, { limit, remaining, resetSeconds }: LimitState): void {
  headers.set("ratelimit-limit", String(limit));
  headers.set("ratelimit-remaining", String(remaining));
  headers.set("ratelimit-reset", String(resetSeconds));
}
