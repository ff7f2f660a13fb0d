import "server-only";
import { z } from "zod";
import { authorize, type Actor } from "@/lib/access/authorize";
import { findActor } from "@/lib/auth/sessions";
import { tooMany, takeLimit, type LimitState } from "@/lib/core/limits";
import { AppError, type FieldError } from "@/lib/core/problems";
import type { AnyOperation, RequestInfo } from "./operation";

type RawInput = {
  params: Record<string, unknown>;
  query: Record<string, unknown>;
  /** Read only once the caller may act, so that a stranger's body is never taken in. */
  readBody: () => Promise<unknown>;
};

/** Does the work of a caller who may act, or gives the answer that the same request got before. */
type Once = (work: () => Promise<unknown>) => Promise<unknown>;

/**
 * The one way through an operation: who, how often, whether allowed, then what. A caller outside the project learns
 * nothing from the order: an unknown and a foreign project give the same answer, whatever the body.
 */
export async function execute(operation: AnyOperation, raw: RawInput, actor: Actor | null, info: RequestInfo, isRead: boolean, noteLimit: (state: LimitState) => void, once: Once = (work) => work()): Promise<unknown> {
  if (!actor && operation.access !== "public") throw new AppError("not-authenticated");
  const limit = await takeLimit(operation.limit ?? (isRead ? "read" : "write"), actor?.id ?? info.address);
  noteLimit(limit);
  if (!limit.allowed) throw tooMany(limit);

  const params = operation.params ? parseParams(operation.params, raw.params) : undefined;
  const granted = await grant(operation, actor, raw.params);
  return once(async () => {
    const query = operation.query ? parse(operation.query, raw.query, "?") : undefined;
    const body = operation.body ? parse(operation.body, await raw.readBody(), "/") : undefined;
    const by = operation.body ? await grantAgain(operation, actor, raw.params) : granted;
    // The schemas above are the operation's own, so the input has the type that its `run` declares.
    const result = await operation.run({ by, params, query, body, info } as never);
    return result instanceof Response ? result : operation.response ? operation.response.parse(result) : null;
  });
}

/** A body may take minutes to arrive, and by then the session or the membership may be over. Both are in memory. */
async function grantAgain(operation: AnyOperation, actor: Actor | null, params: Record<string, unknown>): Promise<unknown> {
  if (actor && !(await findActor(actor.sessionId))) throw new AppError("not-authenticated");
  return grant(operation, actor, params);
}

async function grant(operation: AnyOperation, actor: Actor | null, params: Record<string, unknown>): Promise<unknown> {
  const { access } = operation;
  if (access === "public" || access === "user") return actor;
  if (!actor) throw new AppError("not-authenticated");
  const projectId = z.guid().safeParse(params["projectId"]);
  if (!projectId.success) throw new AppError("not-found");
  return authorize(actor, projectId.data.toLowerCase(), access);
}

/** An address whose ids can't be ids leads nowhere. */
function parseParams(schema: z.ZodType, params: Record<string, unknown>): unknown {
  const parsed = schema.safeParse(params);
  if (!parsed.success) throw new AppError("not-found", undefined, { cause: parsed.error });
  return parsed.data;
}

function parse(schema: z.ZodType, value: unknown, prefix: "?" | "/"): unknown {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new AppError("validation-failed", undefined, { cause: parsed.error, errors: fieldErrors(parsed.error, prefix) });
}

/** Every issue with its place; a union's issues are those of the branch that came furthest. */
function fieldErrors(error: z.ZodError, prefix: "?" | "/"): FieldError[] {
  return error.issues.slice(0, 50).map((issue) => ({
    pointer: prefix + issue.path.map((part) => String(part).replaceAll("~", "~0").replaceAll("/", "~1")).join("/"),
    detail: issue.message,
  }));
}
