import "server-only";
import { headers } from "next/headers";
import type { z } from "zod";
import { findCaller } from "@/lib/auth/caller";
import type { Problem } from "@/lib/core/problems";
import { requirePlain } from "./body";
import { execute } from "./execute";
import type { Access, Operation } from "./operation";
import { problemOf } from "./problem";
import { requestInfo } from "./request-info";

type Schema = z.ZodType;
type Input<S> = S extends Schema ? z.input<S> : undefined;

/** Errors thrown in an action are masked on their way to the client, so it gets a value instead. */
export type ActionResult<T> = { ok: true; value: T } | { ok: false; problem: Problem };

type ActionInput<Pa, Q, B> = { params?: Input<Pa>; query?: Input<Q>; body?: Input<B> };

/**
 * Makes a server action of an operation: the same checks, limits and problems as over HTTP. Next itself refuses
 * actions from another origin. What it is given comes from a client and is parsed like any request.
 */
export function action<A extends Access, R extends Schema | null, Pa extends Schema | undefined, Q extends Schema | undefined, B extends Schema | undefined>(operation: Operation<A, Pa, Q, B, R>) {
  return async (input: ActionInput<Pa, Q, B>): Promise<ActionResult<R extends Schema ? z.output<R> : null>> => {
    const info = requestInfo(await headers(), null);
    try {
      const caller = await findCaller(await headers());
      requirePlain(input);
      const raw = { params: plain(input?.params), query: plain(input?.query), readBody: async () => input?.body };
      const value = await execute(operation, raw, caller?.actor ?? null, info, false, () => {});
      // `execute` has passed the result through the operation's response schema.
      return { ok: true, value: value as R extends Schema ? z.output<R> : null };
    } catch (error) {
      return { ok: false, problem: problemOf(error, info.id) };
    }
  };
}

const plain = (value: unknown): Record<string, unknown> => (typeof value === "object" && value !== null ? { ...value } : {});
