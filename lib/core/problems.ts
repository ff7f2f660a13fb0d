/**
 * Everything that can go wrong on purpose: code → HTTP status and title. `AppError` is the only error thrown on
 * purpose, and `toProblem` the one place that turns anything thrown into RFC 9457 problem details.
 */
export const problems = {
  "malformed-request": { status: 400, title: "The request could not be read" },
  "not-authenticated": { status: 401, title: "Sign in to continue" },
  "wrong-credentials": { status: 401, title: "That email and password do not match" },
  "not-permitted": { status: 403, title: "Your role does not allow this" },
  "registration-closed": { status: 403, title: "New accounts are by invitation here" },
  "wrong-origin": { status: 403, title: "The request came from another site" },
  "not-found": { status: 404, title: "Not found" },
  "method-not-allowed": { status: 405, title: "This address does not answer that method" },
  "email-taken": { status: 409, title: "There is already an account for this address" },
  stale: { status: 409, title: "Someone changed this first" },
  conflict: { status: 409, title: "This does not fit the present state" },
  "project-archived": { status: 409, title: "The project is archived" },
  "last-owner": { status: 409, title: "A project needs an owner" },
  gone: { status: 410, title: "This is no longer valid" },
  "too-large": { status: 413, title: "That is too large" },
  "unsupported-media-type": { status: 415, title: "This kind of content is not accepted" },
  "validation-failed": { status: 422, title: "Some fields need attention" },
  "idempotency-mismatch": { status: 422, title: "The idempotency key was used for another request" },
  "too-many-requests": { status: 429, title: "Too many requests" },
  internal: { status: 500, title: "Something went wrong on our side" },
  unavailable: { status: 503, title: "Not available right now" },
} as const satisfies Record<string, { status: number; title: string }>;

export type ProblemCode = keyof typeof problems;

/** One thing wrong with the input; `pointer` is a JSON pointer into the body (`/name`) or `?name` for a query. */
export type FieldError = { pointer: string; detail: string };

/** RFC 9457, the same object over HTTP, in actions and in streams. */
export type Problem = {
  type: string;
  title: string;
  status: number;
  code: ProblemCode;
  detail?: string;
  instance?: string;
  errors?: FieldError[];
} & Record<string, unknown>;

type Details = ErrorOptions & {
  errors?: FieldError[];
  /** Further members of the problem object, such as both versions of a stale write. */
  extra?: Record<string, unknown>;
  /** Seconds after which trying again makes sense. */
  retryAfter?: number;
};

export class AppError extends Error {
  readonly code: ProblemCode;
  readonly detail: string | undefined;
  readonly details: Details;

  constructor(code: ProblemCode, detail?: string, details: Details = {}) {
    super(detail ?? problems[code].title, { cause: details.cause });
    this.name = "AppError";
    this.code = code;
    this.detail = detail;
    this.details = details;
  }
}

/** Anything thrown as a problem. What isn't an `AppError` is `internal` and tells nothing. */
export function toProblem(thrown: unknown, requestId?: string): Problem {
  const error = thrown instanceof AppError ? thrown : new AppError("internal");
  const { status, title } = problems[error.code];
  return {
    ...error.details.extra,
    type: `/problems/${error.code}`,
    title,
    status,
    code: error.code,
    ...(error.detail ? { detail: error.detail } : {}),
    ...(requestId ? { instance: requestId } : {}),
    ...(error.details.errors ? { errors: error.details.errors } : {}),
  };
}
