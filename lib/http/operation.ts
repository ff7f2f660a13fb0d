import "server-only";
import type { z } from "zod";
import type { Actor, Granted } from "@/lib/access/authorize";
import type { Permission } from "@/lib/access/permissions";
import type { LimitName } from "@/lib/core/limits";
import type { ProblemCode } from "@/lib/core/problems";

/** What the caller must be: holder of a permission in the project of the path, signed in, or anyone. */
export type Access = Permission | "user" | "public";

/** What is known of the request besides its input. `request` is null in a server action. */
export type RequestInfo = {
  id: string;
  /** The client's network address; behind a trusted proxy, the one that the proxy saw. */
  address: string;
  userAgent: string | null;
  request: Request | null;
};

type Schema = z.ZodType;
type Parsed<S> = S extends Schema ? z.output<S> : undefined;
type By<A> = A extends Permission ? Granted<A> : A extends "user" ? Actor : Actor | null;

type OperationInput<A extends Access, Pa, Q, B> = {
  by: By<A>;
  params: Parsed<Pa>;
  query: Parsed<Q>;
  body: Parsed<B>;
  info: RequestInfo;
};

/**
 * One thing the system can do, behind both doors: `route(op)` over HTTP and `action(op)` from a form.
 * `response` is the public representation: whatever `run` returns passes through it, so nothing leaves by accident.
 * `run` may return a `Response` for what isn't JSON (streams, files).
 */
export type Operation<A extends Access = Access, Pa extends Schema | undefined = Schema | undefined, Q extends Schema | undefined = Schema | undefined, B extends Schema | undefined = Schema | undefined, R extends Schema | null = Schema | null> = {
  summary: string;
  description?: string;
  access: A;
  params?: Pa;
  query?: Q;
  body?: B;
  /** The body may also come as `multipart/form-data`: `run` gets `body: null` and reads the request itself. */
  multipart?: Schema;
  /** JSON of the answer; null for one without a body (204). */
  response: R;
  /** Further media types that the operation answers with, for the documentation. */
  produces?: Record<string, string>;
  status?: 200 | 201 | 202 | 204;
  /** Path of the created thing, for `Location`. */
  location?: (result: R extends Schema ? z.input<R> : null) => string;
  /** Problems of its own, for the documentation; those that follow from access, params and body are known anyway. */
  problems?: readonly ProblemCode[];
  /** The answer shows a secret once, so it is never kept for an `Idempotency-Key`. */
  showsSecret?: true;
  /** A limit of its own; otherwise the general one for reads or writes. */
  limit?: LimitName;
  /** Asked for all the time by machines: its requests are logged at `debug` only. */
  quiet?: boolean;
  /** Most bytes of a JSON body; 1 MB unless said. */
  maxBytes?: number;
  run: (input: OperationInput<A, Pa, Q, B>) => Promise<(R extends Schema ? z.input<R> : void | null) | Response>;
};

/** Checks an operation's types and gives it back. Leaving out `access` does not compile. */
export function defineOperation<A extends Access, R extends Schema | null, Pa extends Schema | undefined = undefined, Q extends Schema | undefined = undefined, B extends Schema | undefined = undefined>(
  operation: Operation<A, Pa, Q, B, R>,
): Operation<A, Pa, Q, B, R> {
  return operation;
}

/**
 * Any operation, whatever its schemas: for the doors, the documentation and the permission matrix, which only hand
 * input through. The parameter of `run` varies with each, so it is `never` here and given with a reason where called.
 */
export type AnyOperation = Omit<Operation, "run" | "location"> & {
  run: (input: never) => Promise<unknown>;
  location?: (result: never) => string;
};
