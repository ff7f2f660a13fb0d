import "server-only";
import type { AnyOperation } from "./operation";

/** The JSON answer to a result, or the result itself where it is a response already. */
export function toResponse(operation: AnyOperation, result: unknown, headers: Headers): Response {
  if (result instanceof Response) {
    for (const [name, value] of headers) if (!result.headers.has(name)) result.headers.set(name, value);
    return result;
  }
  const status = operation.status ?? (operation.response ? 200 : 204);
  if (!operation.response) return new Response(null, { status, headers });
  // The result has passed the operation's own response schema, which is what `location` takes.
  if (operation.location) headers.set("location", operation.location(result as never));
  headers.set("content-type", "application/json");
  return new Response(JSON.stringify(result), { status, headers });
}
