import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { tryFileLock, withFileLock } from "./lock.ts";

const folder = mkdtempSync(path.join(os.tmpdir(), "socrates-lock-"));
const module = path.join(process.cwd(), "lib/core/embedded/lock.ts");

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("a file lock", () => {
  it("excludes a second holder until it is released", () => {
    const file = path.join(folder, "one");
    const first = tryFileLock(file);
    expect(tryFileLock(file)).toBeUndefined();
    first?.release();
    const second = tryFileLock(file);
    expect(second).toBeDefined();
    second?.release();
  });

  it("ends with its process, even a killed one", async () => {
    const file = path.join(folder, "two");
    const holder = spawn(process.execPath, [
      "--input-type=module",
      "-e",
      "const { tryFileLock } = await import(process.argv[1]); globalThis.lock = tryFileLock(process.argv[2]); console.log('held'); setInterval(() => {}, 1e6);",
      module,
      file,
    ]);
    await once(holder.stdout, "data");
    expect(tryFileLock(file)).toBeUndefined();
    holder.kill("SIGKILL");
    await once(holder, "exit");
    const taken = tryFileLock(file);
    expect(taken).toBeDefined();
    taken?.release();
  });

  it("runs one at a time, also after a failure, and gives up at its deadline", async () => {
    const file = path.join(folder, "three");
    let inside = 0;
    let most = 0;
    const run = () =>
      withFileLock(file, async () => {
        most = Math.max(most, ++inside);
        await new Promise(setImmediate);
        inside--;
      });
    await expect(withFileLock(file, () => Promise.reject(new Error("no")))).rejects.toThrow("no");
    await Promise.all([run(), run(), run()]);
    expect(most).toBe(1);
    await withFileLock(file, () => expect(withFileLock(file, run, 60)).rejects.toThrow("locked by another process"));
  });

  it("says so when the file can't be one", () => {
    const file = path.join(folder, "four");
    writeFileSync(file, "something else, long enough to be read as a database's head".repeat(20));
    expect(() => tryFileLock(file)).toThrow("cannot be locked");
  });
});
