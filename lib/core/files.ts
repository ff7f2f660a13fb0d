import "server-only";
import { createHash } from "node:crypto";
import { createWriteStream } from "node:fs";
import { mkdir, rm } from "node:fs/promises";
import path from "node:path";
import { Transform, type Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { isEmbedded, type Db, type Tx } from "./db";
import { env } from "./env";
import { diskFiles } from "./files-disk";
import { postgresFiles } from "./files-postgres";
import { newId } from "./ids";
import { AppError } from "./problems";

/** A file's address is the SHA-256 of its bytes, in hexadecimal. */
type StoredFile = { hash: string; size: number };

/** Where the bytes are kept. Nobody but `files.ts` calls a driver. */
export type FileDriver = {
  /** Takes over a temporary file; does nothing if the hash is there already. The temporary file may stay or go. */
  adopt(temporaryPath: string, hash: string): Promise<void>;
  exists(db: Db, hash: string): Promise<boolean>;
  /** @throws AppError `not-found` */
  open(hash: string): Promise<Readable>;
  /** A path of the file on this machine's disk, if the driver has one. */
  localPath(hash: string): string | null;
  delete(tx: Tx, hash: string): Promise<void>;
};

/**
 * Stores a stream under the hash of its bytes; never more than a few parts of it are in memory.
 * @throws AppError `too-large` as soon as there are more than `maxBytes`; nothing stays behind then
 */
export async function putFile(stream: Readable, { maxBytes, driver = fileDriver() }: { maxBytes: number; driver?: FileDriver }): Promise<StoredFile> {
  const temporary = await temporaryPath();
  const hash = createHash("sha256");
  let size = 0;
  const meter = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      size += chunk.byteLength;
      if (size > maxBytes) return done(new AppError("too-large", `A file may have ${maxBytes} bytes at most.`));
      hash.update(chunk);
      done(null, chunk);
    },
  });
  try {
    await pipeline(stream, meter, createWriteStream(temporary, { flags: "wx", flush: true }));
    const digest = hash.digest("hex");
    await driver.adopt(temporary, digest);
    return { hash: digest, size };
  } finally {
    await rm(temporary, { force: true });
  }
}

/**
 * The bytes of a stored file.
 * @throws AppError `not-found`
 */
export const openFile = (hash: string, driver: FileDriver = fileDriver()): Promise<Readable> => driver.open(hash);

export const fileExists = (db: Db, hash: string, driver: FileDriver = fileDriver()): Promise<boolean> => driver.exists(db, hash);

/** Hands `work` a path on this machine's disk, which is good until it ends and must not be written to. */
export async function withLocalFile<T>(hash: string, work: (localPath: string) => Promise<T>, driver: FileDriver = fileDriver()): Promise<T> {
  const local = driver.localPath(hash);
  if (local) return work(local);
  const temporary = await temporaryPath();
  try {
    await pipeline(await driver.open(hash), createWriteStream(temporary, { flags: "wx" }));
    return await work(temporary);
  } finally {
    await rm(temporary, { force: true });
  }
}

/** Deletes a file; nothing happens if it isn't there. Whether anybody still refers to it is the caller's to know. */
export const deleteFile = (tx: Tx, hash: string, driver: FileDriver = fileDriver()): Promise<void> => driver.delete(tx, hash);

/** On disk with the embedded database; in the database that was given, so that all instances share them. */
const fileDriver = (): FileDriver => (isEmbedded() ? diskFiles(path.join(env().DATA_DIR, "files")) : postgresFiles());

/** Within the data folder, so that the disk driver can take a file over by renaming it. */
async function temporaryPath(): Promise<string> {
  const folder = path.join(env().DATA_DIR, "incoming");
  await mkdir(folder, { recursive: true, mode: 0o700 });
  return path.join(folder, newId());
}
