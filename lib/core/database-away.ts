import "server-only";

/**
 * What the driver, the socket and PostgreSQL call it when there is no database to speak to: it is starting or ending,
 * or this process is. Nothing of what was asked is known to have happened.
 */
const away = new Set([
  "CONNECTION_CLOSED", "CONNECTION_ENDED", "CONNECTION_DESTROYED", "CONNECT_TIMEOUT",
  "ECONNREFUSED", "ECONNRESET", "ENOENT", "EPIPE", "ETIMEDOUT",
  "57P01", "57P02", "57P03", "53300",
]);
/** Drizzle and the features wrap what they are told, a few times at most. */
const mostCauses = 5;

/** Whether something failed because the database can't be reached just now. */
export function isDatabaseAway(thrown: unknown): boolean {
  for (let error = thrown, depth = 0; error instanceof Error && depth < mostCauses; error = error.cause, depth += 1) {
    // A file that is missing has the same code as a socket that is.
    if ("code" in error && away.has(String(error.code)) && (error.code !== "ENOENT" || ("syscall" in error && error.syscall === "connect"))) return true;
  }
  return false;
}
