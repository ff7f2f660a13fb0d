import "server-only";
import { createHash } from "node:crypto";
import type { Actor } from "@/lib/access/authorize";
import { db, relaxedDb } from "@/lib/core/db";
import { idempotency } from "@/lib/core/idempotency";
import { AppError } from "@/lib/core/problems";
import { claimKey, findKey, releaseKey, saveKeyAnswer } from "@/lib/core/queries";
import { readBytes } from "./body";
import type { AnyOperation } from "./operation";
import { toResponse } from "./route-response";

/**
 * Answers a creation that carries an `Idempotency-Key`: once done, a repetition gets the first answer and creates
 * nothing; the same key with another request is refused. Failures aren't kept, so they can be tried again.
 */
export async function answerOnce(operation: AnyOperation, request: Request, actor: Actor, headers: Headers, run: () => Promise<unknown>): Promise<Response> {
  const key = request.headers.get("idempotency-key") ?? "";
  if (!/^[\x21-\x7e]{1,255}$/.test(key)) throw new AppError("validation-failed", "An idempotency key is 1 to 255 visible characters.");
  const requestHash = await hashRequest(request, operation.maxBytes);
  const claim = await claimKey(relaxedDb(), { userId: actor.id, key }, requestHash);
  if (!claim) return replay(operation, { userId: actor.id, key }, requestHash, headers);
  let response: Response;
  try {
    response = toResponse(operation, await idempotency.run({ claim, isCommitted: false }, run), headers);
  } catch (error) {
    await releaseKey(relaxedDb(), claim);
    throw error;
  }
  const isJson = response.headers.get("content-type") === "application/json";
  await saveKeyAnswer(relaxedDb(), claim, response.status, isJson ? await response.clone().json() : null);
  return response;
}

async function replay(operation: AnyOperation, owned: { userId: string; key: string }, requestHash: string, headers: Headers): Promise<Response> {
  const known = await findKey(db(), owned);
  if (!known) throw new AppError("conflict", "A request with this idempotency key just failed; send it again.", { retryAfter: 1, extra: { committed: false } });
  if (known.requestHash !== requestHash) throw new AppError("idempotency-mismatch");
  if (known.status === null || known.response === null) throw withoutAnswer(known.committedAt !== null);
  headers.set("idempotency-replayed", "true");
  return toResponse(operation, known.response, headers);
}

/** `committed` tells a request that did its work, whose answer was lost with its process, from one that is under way. */
const withoutAnswer = (committed: boolean) =>
  new AppError("conflict", committed ? "A request with this idempotency key has done its work; its answer is lost." : "A request with this idempotency key was already taken.", { retryAfter: 1, extra: { committed } });

/** Method, path and, for JSON, the body: uploads are told apart by their path and length alone. */
async function hashRequest(request: Request, maxBytes?: number): Promise<string> {
  const hash = createHash("sha256").update(`${request.method} ${new URL(request.url).pathname} `);
  const isJson = (request.headers.get("content-type") ?? "").includes("json");
  if (isJson) hash.update(await readBytes(request.clone(), maxBytes));
  else hash.update(request.headers.get("content-length") ?? "");
  return hash.digest("hex");
}
