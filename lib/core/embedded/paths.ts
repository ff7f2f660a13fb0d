import { createHash } from "node:crypto";
import { chmodSync, lstatSync, mkdirSync } from "node:fs";
import os from "node:os";
import path from "node:path";

/** `sun_path` holds 104 bytes on macOS and 108 on Linux, the closing zero included. */
const SOCKET_PATH_BYTES = 100;

/** PostgreSQL's own name for its socket, so that `psql -h <folder>` finds it too. */
const SOCKET_NAME = ".s.PGSQL.5432";

/**
 * Where the database of a data folder listens: in the folder itself, or, when that path is too long for a socket, in
 * a folder of the system's temporary one, named by a hash of the path. On Windows it is a named pipe.
 * postgres.js takes it as `path`.
 */
export function embeddedSocketPath(dataDir: string): string {
  const folder = path.resolve(/* turbopackIgnore: true */ dataDir);
  const hash = createHash("sha256").update(folder).digest("hex").slice(0, 16);
  if (process.platform === "win32") return `\\\\.\\pipe\\socrates-${hash}`;
  const inside = path.join(folder, SOCKET_NAME);
  if (Buffer.byteLength(inside) <= SOCKET_PATH_BYTES) return inside;
  const elsewhere = path.join(os.tmpdir(), `socrates-${hash}`, SOCKET_NAME);
  if (Buffer.byteLength(elsewhere) <= SOCKET_PATH_BYTES) return elsewhere;
  throw new Error(`No path short enough for a socket (${SOCKET_PATH_BYTES} bytes): neither ${inside} nor ${elsewhere}`);
}

export type EmbeddedPaths = {
  /** The data folder, absolute. */
  folder: string;
  /** PostgreSQL's own files. */
  cluster: string;
  /** Held by the process that has the files open. */
  lock: string;
  /** The number of that process, for people and tests; the lock itself is what counts. */
  pid: string;
  log: string;
  socket: string;
};

/** What lies in and beside a data folder. */
export function embeddedPaths(dataDir: string): EmbeddedPaths {
  const folder = path.resolve(/* turbopackIgnore: true */ dataDir);
  return {
    folder,
    cluster: path.join(folder, "cluster"),
    lock: path.join(folder, "lock"),
    pid: path.join(folder, "pid"),
    log: `${folder}.log`,
    socket: embeddedSocketPath(folder),
  };
}

/** Makes a folder that only this user may enter, or throws when it belongs to someone else. */
export function makePrivateFolder(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  checkOwner(folder);
  if (process.platform !== "win32") chmodSync(folder, 0o700);
}

/**
 * Whoever can enter the socket's folder is the database's superuser, and whoever owns it could stand in for the
 * database. Throws unless the folder is this user's; false when there is none.
 */
export function isOwnFolder(folder: string): boolean {
  if (!lstatSync(folder, { throwIfNoEntry: false })) return false;
  checkOwner(folder);
  return true;
}

function checkOwner(folder: string): void {
  const stat = lstatSync(folder);
  if (!stat.isDirectory()) throw new Error(`${folder} is not a folder`);
  const user = process.getuid?.();
  if (user !== undefined && stat.uid !== user) throw new Error(`${folder} belongs to another user`);
}
