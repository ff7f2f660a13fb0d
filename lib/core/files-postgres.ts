import "server-only";
import { open } from "node:fs/promises";
import { Readable } from "node:stream";
import { db, transaction } from "./db";
import type { FileDriver } from "./files";
import { deleteFileParts, fileHasParts, findFilePart, insertFilePart } from "./queries";
import { AppError } from "./problems";

/** Large enough that a file of 25 MB has a hundred rows, small enough to pass through memory unnoticed. */
export const filePartBytes = 256 * 1024;

/** Files in the database, in parts. */
export function postgresFiles(): FileDriver {
  return {
    async adopt(temporaryPath, hash) {
      if (await fileHasParts(db(), hash)) return;
      // All parts or none: whoever finds part 0 may rely on the others.
      await transaction(async (tx) => {
        const file = await open(temporaryPath);
        try {
          let part = 0;
          for await (const bytes of partsOf(file)) await insertFilePart(tx, hash, part++, bytes);
          if (part === 0) await insertFilePart(tx, hash, 0, Buffer.alloc(0));
        } finally {
          await file.close();
        }
      });
    },
    exists: (anyDb, hash) => fileHasParts(anyDb, hash),
    async open(hash) {
      if (!(await fileHasParts(db(), hash))) throw new AppError("not-found", "The file is not there.");
      return Readable.from(readParts(hash), { objectMode: false, highWaterMark: filePartBytes });
    },
    localPath: () => null,
    delete: async (tx, hash) => void (await deleteFileParts(tx, hash)),
  };
}

async function* partsOf(file: Awaited<ReturnType<typeof open>>): AsyncGenerator<Buffer> {
  for (;;) {
    const buffer = Buffer.alloc(filePartBytes);
    let filled = 0;
    // A read may give less than was asked for, and only the last part may be short.
    while (filled < filePartBytes) {
      const { bytesRead } = await file.read(buffer, filled, filePartBytes - filled);
      if (bytesRead === 0) break;
      filled += bytesRead;
    }
    if (filled > 0) yield buffer.subarray(0, filled);
    if (filled < filePartBytes) return;
  }
}

/** One query a part, so that a slow reader holds no connection. */
async function* readParts(hash: string): AsyncGenerator<Buffer> {
  for (let part = 0; ; part++) {
    const bytes = await findFilePart(db(), hash, part);
    if (!bytes) return;
    yield bytes;
    if (bytes.byteLength < filePartBytes) return;
  }
}
