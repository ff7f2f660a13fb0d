import { existsSync, renameSync, rmSync } from "node:fs";
import { PGlite } from "@electric-sql/pglite";
import { vector } from "@electric-sql/pglite-pgvector";
import { forEachBackendMessage, query, readCString } from "./protocol.ts";

/** The one backend: a whole PostgreSQL in this process, single-threaded and synchronous. */
export type Backend = {
  /** Settings that a client is told when it connects. */
  parameters: ReadonlyMap<string, string>;
  /** Executes complete messages and gives the whole response. Blocks the process meanwhile. */
  execute(messages: Buffer): Buffer;
  /** Writes a checkpoint and closes the files. */
  close(): Promise<void>;
};

type Options = { log: (line: string) => void; fail: (reason: string, cause?: unknown) => never };

/** PGlite throws this status for an ordinary SQL error, and deals with it itself. */
const SQL_ERROR_STATUS = 100;

const START_PARAMETERS = [
  ...PGlite.defaultStartParams,
  ...setting("max_wal_size", "64MB"),
  ...setting("min_wal_size", "32MB"),
  ...setting("maintenance_work_mem", "256MB"),
  // Measured with a stack of 3,600 kB (see server.ts): deep recursion ends in an SQL error, not in an overflow of
  // JavaScript's stack, which the backend doesn't survive.
  ...setting("max_stack_depth", "100kB"),
  // Statements may hold what people wrote; they don't belong in a log.
  ...setting("log_min_error_statement", "panic"),
  ...setting("log_min_messages", "fatal"),
];

const REPORTED = ["server_version", "server_encoding", "client_encoding", "DateStyle", "IntervalStyle", "TimeZone",
  "integer_datetimes", "standard_conforming_strings", "in_hot_standby", "is_superuser", "session_authorization",
  "application_name", "default_transaction_read_only"];

/**
 * Opens the database files, making them when there are none. A first start that was interrupted is begun again: files
 * are made under another name, which they lose only when they are whole.
 *
 * `fail` is called when the backend is no longer to be trusted (a FATAL error, an overflow of the stack). It must end
 * the process: PGlite itself would go on with what is left, or never return. The next start recovers from the log.
 */
export async function openBackend(folder: string, { log, fail }: Options): Promise<Backend> {
  if (!existsSync(folder)) {
    const draft = `${folder}.new`;
    rmSync(draft, { recursive: true, force: true });
    log("creates the database");
    await (await open(draft, log)).close();
    renameSync(draft, folder);
  }
  const database = await open(folder, log);
  let closing = false;

  const module = database.Module;
  const mainLoop = module._PostgresMainLoopOnce;
  module._PostgresMainLoopOnce = () => {
    try {
      mainLoop();
    } catch (error) {
      if (!closing && !isSqlError(error)) fail("the backend ended", error);
      throw error;
    }
  };

  const execute = (messages: Buffer): Buffer => {
    try {
      const response = database.execProtocolRawSync(new Uint8Array(messages));
      return Buffer.from(response.buffer, response.byteOffset, response.byteLength);
    } catch (error) {
      return fail("the backend cannot go on", error);
    }
  };
  return {
    parameters: readParameters(execute),
    execute,
    close: () => {
      closing = true;
      return database.close();
    },
  };
}

function open(dataDir: string, log: (line: string) => void): Promise<PGlite> {
  const print = (line: string): boolean => {
    if (line.trim() !== "") log(line);
    return false;
  };
  return PGlite.create({ dataDir, extensions: { vector }, startParams: START_PARAMETERS, onStderr: print });
}

function setting(name: string, value: string): string[] {
  return ["-c", `${name}=${value}`];
}

function isSqlError(error: unknown): boolean {
  return typeof error === "object" && error !== null && "status" in error && error.status === SQL_ERROR_STATUS;
}

/** Asks by SHOW, one value a row, since the names' spelling in a client's protocol differs from pg_settings'. */
function readParameters(execute: (messages: Buffer) => Buffer): Map<string, string> {
  const parameters = new Map<string, string>();
  for (const name of REPORTED) {
    forEachBackendMessage(execute(query(`show ${name}`)), (type, bytes) => {
      // DataRow: length, number of columns (int16), then the first value's length (int32) and bytes.
      if (type === "D") parameters.set(name, readCString(bytes, 11).text);
    });
  }
  return parameters;
}
