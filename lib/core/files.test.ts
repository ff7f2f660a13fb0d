import { createHash, randomBytes } from "node:crypto";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { db, transaction } from "./db";
import { env } from "./env";
import { deleteFile, fileExists, openFile, putFile, withLocalFile, type FileDriver } from "./files";
import { diskFiles } from "./files-disk";
import { filePartBytes, postgresFiles } from "./files-postgres";
import { AppError } from "./problems";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "socrates-files-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const inPieces = (bytes: Buffer, size: number) => Readable.from(Array.from({ length: Math.ceil(bytes.length / size) }, (_, index) => bytes.subarray(index * size, (index + 1) * size)));
const incoming = () => readdir(path.join(env().DATA_DIR, "incoming")).catch(() => []);
const drivers: [string, () => FileDriver][] = [
  ["on disk", () => diskFiles(folder)],
  ["in the database", () => postgresFiles()],
];

describe.each(drivers)("files %s", (_name, makeDriver) => {
  const sizes = [0, 1, filePartBytes - 1, filePartBytes, filePartBytes + 1, 3 * filePartBytes + 17];

  test.each(sizes)("%i bytes come back as they were, under the hash of what they are", async (size) => {
    const driver = makeDriver();
    const bytes = randomBytes(size);
    const stored = await putFile(inPieces(bytes, 10_007), { maxBytes: size, driver });
    expect(stored).toEqual({ hash: createHash("sha256").update(bytes).digest("hex"), size });
    expect(await fileExists(db(), stored.hash, driver)).toBe(true);
    expect((await buffer(await openFile(stored.hash, driver))).equals(bytes)).toBe(true);
    expect((await withLocalFile(stored.hash, (local) => readFile(local), driver)).equals(bytes)).toBe(true);
  });

  test("equal files are stored once, also at the same time", async () => {
    const driver = makeDriver();
    const bytes = randomBytes(filePartBytes * 2);
    const stored = await Promise.all([1, 2, 3].map(() => putFile(inPieces(bytes, 64_000), { maxBytes: bytes.length, driver })));
    expect(new Set(stored.map(({ hash }) => hash)).size).toBe(1);
    expect((await buffer(await openFile(stored[0]?.hash ?? "", driver))).equals(bytes)).toBe(true);
  });

  test("a file that is too large is refused as soon as it is, and leaves nothing behind", async () => {
    const driver = makeDriver();
    const bytes = randomBytes(5_000);
    let given = 0;
    const endless = Readable.from(
      (function* () {
        for (;;) {
          given += bytes.length;
          yield bytes;
        }
      })(),
    );
    const refused = putFile(endless, { maxBytes: 20_000, driver });
    await expect(refused).rejects.toSatisfy((error) => error instanceof AppError && error.code === "too-large");
    expect(given).toBeLessThan(500_000);
    expect(endless.destroyed).toBe(true);
    expect(await incoming()).toEqual([]);
  });

  test("a stream that breaks off leaves nothing behind", async () => {
    const broken = Readable.from(
      (async function* () {
        yield Buffer.from("a beginning");
        throw new Error("cut");
      })(),
    );
    await expect(putFile(broken, { maxBytes: 100, driver: makeDriver() })).rejects.toThrow("cut");
    expect(await incoming()).toEqual([]);
  });

  test("a deleted file is gone, and deleting it again does nothing", async () => {
    const driver = makeDriver();
    const { hash } = await putFile(Readable.from([randomBytes(300_000)]), { maxBytes: 300_000, driver });
    for (let time = 0; time < 2; time++) await transaction((tx) => deleteFile(tx, hash, driver));
    expect(await fileExists(db(), hash, driver)).toBe(false);
    await expect(openFile(hash, driver)).rejects.toSatisfy((error) => error instanceof AppError && error.code === "not-found");
  });
});
