/** How one answer is made and paced. Times are milliseconds. */
export type AnswerSettings = {
  /** From the request's arrival to the first token. */
  firstTokenMs: number;
  /** Between two tokens. */
  tokenMs: number;
  /** The whole answer; null leaves it to `tokens`, and without that to the default answer. */
  answer: string | null;
  /** An answer of exactly so many numbered words (`t1 t2 …`), which make a lost or doubled token visible. */
  tokens: number | null;
};

export type Endpoint = "chat" | "embeddings" | "models";

type FailureScope = {
  /** Which requests fail; `"chat"` when absent. */
  on?: Endpoint | "any";
  /** Only requests whose last user message (or an embedding input) contains this, upper or lower case. */
  match?: string;
  /** For the next so many requests; until cleared when absent. */
  times?: number;
};

/**
 * What goes wrong. `afterTokens` counts answer tokens that are sent first; 0 means after headers and role.
 * - `status`: an error answer in OpenAI's form. `retryAfterSeconds` becomes `Retry-After`.
 * - `reset`: the connection is reset; without `afterTokens`, before any header.
 * - `hang`: nothing more comes until the client leaves; without `afterTokens`, not even headers.
 * - `hold`: like `hang`, but the answer goes on as soon as `failures` is set anew (or everything is reset).
 * - `malformed`: one chunk is cut off in its JSON; the answer goes on after it.
 * - `error`: an error frame inside a stream that began with 200, then the end.
 * - `end`: the stream ends cleanly, without finish reason and `[DONE]`.
 * - `finish`: the answer ends early with this finish reason.
 */
export type Failure = FailureScope &
  (
    | { kind: "status"; status: number; retryAfterSeconds?: number; code?: string; message?: string }
    | { kind: "reset" | "hang"; afterTokens?: number }
    | { kind: "hold" | "malformed" | "error" | "end"; afterTokens?: number }
    | { kind: "finish"; reason: "content_filter" | "length"; afterTokens?: number }
  );

export type Settings = AnswerSettings & {
  /** Substring of the last user message (upper or lower case) → its answer; the first that fits counts. */
  script: Record<string, string | Partial<AnswerSettings>>;
  /** For each request the first one that fits applies. */
  failures: Failure[];
  /** Listed by `GET /v1/models`; any other name is answered too. */
  models: string[];
  /** Length of an embedding when the request names none. */
  dimensions: number;
  /** When set, any other bearer key gets 401. */
  apiKey: string | null;
};

export const defaultSettings: Settings = {
  firstTokenMs: 0,
  tokenMs: 0,
  answer: null,
  tokens: null,
  script: {},
  failures: [],
  models: ["test-chat", "test-embedding"],
  dimensions: 1536,
  apiKey: null,
};

/** A setting that doesn't exist or has a wrong value, in words. */
export class SettingsError extends Error {
  override name = "SettingsError";
}

/**
 * Checks settings that came as JSON, so that a misspelt name fails at once instead of changing nothing.
 * @throws SettingsError naming the setting
 */
export function parseSettings(value: unknown): Partial<Settings> {
  checkFields("", value, {
    ...answerFields,
    script: (name, script) => {
      for (const [key, rule] of Object.entries(object(name, script))) {
        if (typeof rule !== "string") checkFields(`${name}.${key}.`, rule, answerFields);
      }
    },
    failures: (name, failures) => {
      if (!Array.isArray(failures)) throw new SettingsError(`${name} must be a list.`);
      failures.forEach((failure, index) => checkFailure(`${name}.${index}`, failure));
    },
    models: (name, models) => {
      if (!Array.isArray(models)) throw new SettingsError(`${name} must be a list.`);
      models.forEach((model) => text(name, model));
    },
    dimensions: positive,
    apiKey: nullable(text),
  });
  // Every field was checked just above, and no other is there.
  return value as Partial<Settings>;
}

type Check = (name: string, value: unknown) => void;

const amount: Check = (name, value) => {
  if (typeof value !== "number" || !Number.isFinite(value) || value < 0) throw new SettingsError(`${name} must be a number of at least 0.`);
};
const whole: Check = (name, value) => {
  if (!Number.isInteger(value) || Number(value) < 0) throw new SettingsError(`${name} must be a whole number of at least 0.`);
};
const positive: Check = (name, value) => {
  if (!Number.isInteger(value) || Number(value) < 1) throw new SettingsError(`${name} must be a whole number of at least 1.`);
};
const text: Check = (name, value) => {
  if (typeof value !== "string") throw new SettingsError(`${name} must be text.`);
};
const nullable = (check: Check): Check => (name, value) => {
  if (value !== null) check(name, value);
};
const oneOf = (...choices: string[]): Check => (name, value) => {
  if (typeof value !== "string" || !choices.includes(value)) throw new SettingsError(`${name} must be one of ${choices.join(", ")}.`);
};
const errorStatus: Check = (name, value) => {
  if (!Number.isInteger(value) || Number(value) < 400 || Number(value) > 599) throw new SettingsError(`${name} must be between 400 and 599.`);
};

const answerFields: Record<string, Check> = { firstTokenMs: amount, tokenMs: amount, answer: nullable(text), tokens: nullable(whole) };

const failureFields: Record<string, Record<string, Check>> = {
  status: { status: errorStatus, retryAfterSeconds: amount, code: text, message: text },
  reset: { afterTokens: whole },
  hang: { afterTokens: whole },
  hold: { afterTokens: whole },
  malformed: { afterTokens: whole },
  error: { afterTokens: whole },
  end: { afterTokens: whole },
  finish: { reason: oneOf("content_filter", "length"), afterTokens: whole },
};

const requiredFields: Record<string, string> = { status: "status", finish: "reason" };

function checkFailure(name: string, value: unknown): void {
  const kind = oneOf(...Object.keys(failureFields));
  const fields = object(name, value);
  kind(`${name}.kind`, fields.kind);
  const own = failureFields[String(fields.kind)] ?? {};
  const required = requiredFields[String(fields.kind)];
  if (required !== undefined && fields[required] === undefined) throw new SettingsError(`${name}.${required} is missing.`);
  checkFields(`${name}.`, value, { ...own, kind, on: oneOf("chat", "embeddings", "models", "any"), match: text, times: positive });
}

function checkFields(prefix: string, value: unknown, checks: Record<string, Check>): void {
  for (const [name, field] of Object.entries(object(prefix, value))) {
    const check = Object.hasOwn(checks, name) ? checks[name] : undefined;
    if (check === undefined) throw new SettingsError(`There is no setting ${prefix}${name}.`);
    if (field !== undefined) check(`${prefix}${name}`, field);
  }
}

function object(name: string, value: unknown): Record<string, unknown> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw new SettingsError(`${name || "The settings"} must be an object.`);
  // It was just seen to be an object, and its fields stay unknown.
  return value as Record<string, unknown>;
}
