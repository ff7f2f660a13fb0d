import { randomBytes } from "node:crypto";
import { appendFileSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./node.mjs";

/**
 * Reads `.env.local` and `.env` into the environment; what is set there already wins. Makes `.env` with generated
 * secrets if there is none.
 */
export function ensureConfiguration() {
  loadFile(".env.local");
  loadFile(".env");
  if (process.env.AUTH_SECRET) return;
  const file = join(root, ".env");
  const secret = randomBytes(32).toString("base64url");
  if (existsSync(file)) {
    const before = readFileSync(file, "utf8");
    appendFileSync(file, `${before === "" || before.endsWith("\n") ? "" : "\n"}${secretLines(secret)}`);
    console.log("Added a generated AUTH_SECRET to .env");
  } else {
    // Only the owner may read the secrets.
    writeFileSync(file, configurationFile(secret), { mode: 0o600, flag: "wx" });
    console.log("Wrote .env with a generated secret");
  }
  process.env.AUTH_SECRET = secret;
}

/**
 * What the program will use, in words, without anything secret.
 * @param {NodeJS.ProcessEnv} env
 * @returns {{ name: string, value: string }[]}
 */
export function describeConfiguration(env) {
  return [
    { name: "Database", value: describeDatabase(env) },
    { name: "Cache", value: env.UPSTASH_REDIS_REST_URL ? `Upstash Redis at ${hostOf(env.UPSTASH_REDIS_REST_URL)}` : "in memory" },
    { name: "Model", value: describeModel(env) },
    { name: "Mail", value: "not configured: links are copied" },
  ];
}

/**
 * A port from its variable: 3000 without one, undefined where it makes no sense.
 * @param {string | undefined} text
 */
export function parsePort(text) {
  if (text === undefined || text.trim() === "") return 3000;
  if (!/^\d{1,5}$/.test(text.trim())) return undefined;
  const port = Number(text);
  return port <= 65_535 ? port : undefined;
}

/** @param {NodeJS.ProcessEnv} env */
function describeDatabase(env) {
  if (!env.DATABASE_URL) return `embedded, in ${env.DATA_DIR ?? "./.data"}`;
  return `PostgreSQL at ${hostOf(env.DATABASE_URL)}`;
}

/** @param {NodeJS.ProcessEnv} env */
function describeModel(env) {
  if (!env.OPENAI_API_KEY && !env.OPENAI_BASE_URL) return "built-in assistant (it quotes your documents)";
  const where = env.OPENAI_BASE_URL ? hostOf(env.OPENAI_BASE_URL) : "OpenAI";
  return env.OPENAI_MODELS ? `${env.OPENAI_MODELS} at ${where}` : where;
}

/** Host, port and path of an address; never its user, password or query. @param {string} address */
function hostOf(address) {
  try {
    const url = new URL(address);
    return `${url.host}${url.pathname.replace(/\/$/, "")}`;
  } catch {
    return "an address that can't be read";
  }
}

/** @param {string} name */
function loadFile(name) {
  const file = join(root, name);
  if (existsSync(file)) process.loadEnvFile(file);
}

/** @param {string} secret */
function secretLines(secret) {
  return `# Signs sessions and tokens. Changing it signs everybody out. Keep it secret.\nAUTH_SECRET=${secret}\n`;
}

/** @param {string} secret */
function configurationFile(secret) {
  return `# Socrates reads this file when it starts. What the environment sets wins. The README explains every variable.

${secretLines(secret)}
# The public address, for links and sign-in, where it isn't http://localhost:PORT.
# APP_URL=https://socrates.example.org

# Without an address the program runs a database of its own in ./.data.
# DATABASE_URL=postgres://user:password@localhost:5432/socrates

# Without a key or an address the built-in assistant answers by quoting documents.
# OPENAI_API_KEY=
# OPENAI_BASE_URL=
# The models to choose from, with commas between them. The first answers where nobody chooses.
# OPENAI_MODELS=
# Those of them that see pictures, and how many tokens they take in, where the usual guess is wrong.
# OPENAI_VISION_MODELS=
# OPENAI_CONTEXT_TOKENS=

# Cache and rate limits shared by several instances; in memory otherwise.
# UPSTASH_REDIS_REST_URL=
# UPSTASH_REDIS_REST_TOKEN=

# Who may register: open, invited or closed.
# REGISTRATION=open

# Proxies in front of this server whose X-Forwarded-For counts (addresses or CIDR ranges, comma-separated).
# TRUSTED_PROXIES=127.0.0.1
`;
}
