import "server-only";
import path from "node:path";
import { z } from "zod";

/** An empty variable counts as one that isn't set, because that is how people switch things off in `.env`. */
const set = <T extends z.ZodType>(schema: T) => z.preprocess((value) => (typeof value === "string" && value.trim() === "" ? undefined : value), schema);
const text = set(z.string().trim().optional());
const url = set(z.url().optional());
const names = z.string().transform((value) => value.split(",").map((name) => name.trim()).filter(Boolean)).refine((list) => list.length > 0, "must name one");
const integer = (fallback: number, min: number, max: number) => set(z.coerce.number().int().min(min).max(max).default(fallback));

const schema = z.object({
  NODE_ENV: z.enum(["development", "production", "test"]).default("development"),
  PORT: integer(3000, 1, 65535),
  APP_URL: url,
  AUTH_SECRET: set(z.string().min(32, "must have 32 characters or more").optional()),
  DATA_DIR: text,
  DATABASE_URL: url,
  DATABASE_POOL_SIZE: integer(10, 1, 100),
  UPSTASH_REDIS_REST_URL: url,
  UPSTASH_REDIS_REST_TOKEN: text,
  REGISTRATION: set(z.enum(["open", "invited", "closed"]).default("open")),
  OPENAI_API_KEY: text,
  OPENAI_BASE_URL: url,
  OPENAI_MODELS: set(names.default(["gpt-5-mini"])),
  OPENAI_VISION_MODELS: set(names.optional()),
  OPENAI_CONTEXT_TOKENS: set(z.coerce.number().int().min(1_024).max(100_000_000).optional()),
  LOG_LEVEL: set(z.enum(["silent", "error", "warn", "info", "debug", "trace"]).default("info")),
});

type Env = Omit<z.infer<typeof schema>, "APP_URL" | "AUTH_SECRET" | "DATA_DIR"> & {
  /** The public address, without a slash at its end. */
  APP_URL: string;
  AUTH_SECRET: string;
  /** Absolute path of the folder that holds what the program keeps on disk. */
  DATA_DIR: string;
};

let parsed: Env | null = null;

/**
 * The configuration, parsed on first use and not before: building needs none.
 * @throws Error that names every variable that isn't right, and why.
 */
export function env(): Env {
  if (!parsed) {
    parsed = parseEnv(withoutEmpty(process.env));
    // next-auth takes its own address from the environment only.
    process.env["NEXTAUTH_URL"] = parsed.APP_URL;
  }
  return parsed;
}

/** Takes empty variables away for good, since some packages read the environment themselves and stumble over them. */
function withoutEmpty(variables: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  for (const name of ["OPENAI_API_KEY", "OPENAI_BASE_URL"]) if (variables[name]?.trim() === "") delete variables[name];
  return variables;
}

/** Parses any set of variables; exported for its test. */
export function parseEnv(variables: Record<string, string | undefined>): Env {
  const result = schema.safeParse(variables);
  if (!result.success) {
    const lines = result.error.issues.map((issue) => `  ${issue.path.join(".")}: ${issue.message}`);
    throw new Error(`The configuration is not right:\n${lines.join("\n")}`);
  }
  const { data } = result;
  if (!data.AUTH_SECRET) throw new Error("The configuration is not right:\n  AUTH_SECRET: is missing (npm start makes one in .env)");
  if (Boolean(data.UPSTASH_REDIS_REST_URL) !== Boolean(data.UPSTASH_REDIS_REST_TOKEN)) {
    throw new Error("The configuration is not right:\n  UPSTASH_REDIS_REST_URL and UPSTASH_REDIS_REST_TOKEN go together");
  }
  const appUrl = (data.APP_URL ?? `http://localhost:${data.PORT}`).replace(/\/+$/, "");
  return { ...data, APP_URL: appUrl, AUTH_SECRET: data.AUTH_SECRET, DATA_DIR: path.resolve(/* turbopackIgnore: true */ data.DATA_DIR ?? ".data") };
}
