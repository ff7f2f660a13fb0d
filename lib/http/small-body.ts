import "server-only";
import { NextRequest } from "next/server";
import { AppError } from "@/lib/core/problems";
import { readBytes } from "./body";
import { problemResponse } from "./problem";
import { requestInfo } from "./request-info";

/** A form of a few fields: an address, a password, tokens. */
const mostBytes = 20_000;

/**
 * Stands before a handler that isn't ours, which takes in whatever it is sent and stumbles over what isn't JSON:
 * anybody could fill the memory with one request. What is refused is answered with a problem, and the handler never
 * sees it.
 */
export function withSmallBody<C>(handler: (request: Request, context: C) => Promise<Response>) {
  return async (request: Request, context: C): Promise<Response> => {
    try {
      const body = Buffer.from(await readBytes(request, mostBytes));
      if (request.headers.get("content-type")?.includes("application/json")) requireObject(body);
      return await handler(new NextRequest(request.url, { method: request.method, headers: request.headers, body }), context);
    } catch (error) {
      return problemResponse(error, requestInfo(request.headers, request).id);
    }
  };
}

function requireObject(body: Buffer): void {
  let value: unknown;
  try {
    value = JSON.parse(body.toString("utf8"));
  } catch (error) {
    throw new AppError("malformed-request", "The body is not valid JSON.", { cause: error });
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw new AppError("malformed-request", "The body must be an object.");
}
