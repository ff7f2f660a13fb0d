import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import postgres from "postgres";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { embeddedSocketPath, ensureEmbedded, releaseEmbedded } from "./ensure.ts";
import { tryFileLock } from "./lock.ts";
import { embeddedPaths } from "./paths.ts";
import { query } from "./protocol.ts";
import { rawConnection } from "./testing/raw-connection.ts";

const root = mkdtempSync(path.join(os.tmpdir(), "socrates-ensure-"));
const dataDir = path.join(root, "database");
const paths = embeddedPaths(dataDir);
const children: ChildProcess[] = [];

/** 0 while there is none. */
const pid = () => (existsSync(paths.pid) ? Number(readFileSync(paths.pid, "utf8")) : 0);
/** Whether its process is there can't be asked: until it is waited for, an ended one still is. */
const hasLeft = () =>
  vi.waitFor(() => {
    expect(existsSync(paths.pid)).toBe(false);
    expect(existsSync(paths.socket)).toBe(false);
    const lock = tryFileLock(paths.lock);
    lock?.release();
    expect(lock).toBeDefined();
  });

/** Another process that has ensured the database, says "ready" and stays. */
async function otherApp(then = `process.stdout.write("ready")`): Promise<ChildProcess> {
  const module = path.join(process.cwd(), "lib/core/embedded/ensure.ts");
  const program = `
    const { ensureEmbedded } = await import(${JSON.stringify(module)});
    const address = await ensureEmbedded(${JSON.stringify(dataDir)});
    setInterval(() => {}, 1e6);
    ${then}`;
  const child = spawn(process.execPath, ["--input-type=module", "-e", program], { stdio: ["ignore", "pipe", "inherit"] });
  children.push(child);
  await once(child.stdout, "data");
  return child;
}

/** Runs one query over a connection of its own. */
async function ask(text: string): Promise<unknown[]> {
  const sql = postgres({ path: paths.socket, max: 1, onnotice: () => undefined });
  try {
    return [...(await sql.unsafe(text))];
  } finally {
    await sql.end();
  }
}

beforeAll(async () => {
  // Two first starts at once: neither may see the other's half-made files.
  const [other] = await Promise.all([otherApp(), ensureEmbedded(dataDir)]);
  await ask("create table kept (n int primary key)");
  other.kill("SIGKILL");
}, 60_000);

afterAll(async () => {
  for (const child of children) child.kill("SIGKILL");
  await releaseEmbedded(dataDir);
  await hasLeft();
  rmSync(root, { recursive: true, force: true });
}, 20_000);

describe("ensureEmbedded", () => {
  it("runs with a stack on which 10,000 nested arrays are an error, not the end", async () => {
    const first = pid();
    await expect(ask(`select '${"[".repeat(10_000)}${"]".repeat(10_000)}'::jsonb`)).rejects.toMatchObject({ code: "54001" });
    expect(await ask("select 1 as one")).toEqual([{ one: 1 }]);
    expect(pid()).toBe(first);
  });

  it("connects to the one that runs", async () => {
    const first = pid();
    const again = await ensureEmbedded(dataDir);
    await otherApp();
    expect(pid()).toBe(first);
    expect(again).toEqual({ socketDir: dataDir, socketPath: embeddedSocketPath(dataDir) });
  });

  it("lets nobody else in", () => {
    expect(statSync(dataDir).mode & 0o777).toBe(0o700);
    expect(statSync(paths.socket).mode & 0o777).toBe(0o600);
  });

  it("starts a killed database again, with every acknowledged row", async () => {
    const killed = pid();
    const sql = postgres({ path: paths.socket, max: 4 });
    let acknowledged = 0;
    let stop = false;
    const writing = (async () => {
      for (let n = 0; !stop; n++) {
        await sql`insert into kept values (${n})`;
        acknowledged = n + 1;
      }
    })().catch(() => undefined);
    await vi.waitFor(() => expect(acknowledged).toBeGreaterThan(50));
    process.kill(killed, "SIGKILL");
    await vi.waitFor(() => expect(pid()).not.toBe(killed));
    stop = true;
    await writing;
    await ensureEmbedded(dataDir);
    const [row] = await ask("select count(*)::int as n, max(n) as last from kept");
    // One more than was acknowledged may have been written.
    expect([acknowledged, acknowledged + 1].map((n) => ({ n, last: n - 1 }))).toContainEqual(row);
    // postgres.js may wait forever for a connection that was lost.
    await sql.end({ timeout: 1 });
  });

  it("ends a backend that is beyond repair, and starts it again", async () => {
    const broken = pid();
    const client = await rawConnection(paths.socket);
    // Deeper than JavaScript's stack, which PostgreSQL doesn't know of.
    client.socket.write(query(`select '${"[".repeat(300_000)}'::jsonb`));
    await client.closed;
    await vi.waitFor(() => expect(pid()).not.toBe(broken));
    await ensureEmbedded(dataDir);
    expect(await ask("select count(*) > 50 as there from kept")).toEqual([{ there: true }]);
  });

  it("leaves after the last connection, and two starters at once then get one database", async () => {
    for (const child of children) child.kill("SIGKILL");
    await releaseEmbedded(dataDir);
    await hasLeft();
    const logged = readFileSync(paths.log, "utf8").length;
    const [, , address] = await Promise.all([otherApp(), otherApp(), ensureEmbedded(dataDir)]);
    expect(address.socketPath).toBe(paths.socket);
    expect(readFileSync(paths.log, "utf8").slice(logged).match(/serves/g)).toHaveLength(1);
  });

  it("serves a new start at the very moment its app was killed in a transaction", async () => {
    await releaseEmbedded(dataDir);
    for (const child of children) child.kill("SIGKILL");
    const app = await otherApp(`
      const { default: postgres } = await import("postgres");
      const sql = postgres({ path: address.socketPath });
      await sql.begin(async (tx) => {
        await tx\`insert into kept values (-3)\`;
        process.stdout.write("ready");
        await new Promise(() => {});
      });`);
    app.kill("SIGKILL");
    await ensureEmbedded(dataDir);
    expect(await ask("select * from kept where n = -3")).toEqual([]);
  });

  it("takes over what a killed database left", async () => {
    await releaseEmbedded(dataDir);
    await hasLeft();
    const gone = spawn(process.execPath, ["-e", ""]);
    await once(gone, "exit");
    writeFileSync(paths.pid, `${gone.pid}\n`);
    writeFileSync(paths.socket, "");
    await ensureEmbedded(dataDir);
    expect(pid()).not.toBe(gone.pid);
    expect(await ask("select 1 as one")).toEqual([{ one: 1 }]);
  });

  it("ends when it is told to, rolling back, and isn't started again unasked", async () => {
    const told = pid();
    const client = await rawConnection(paths.socket);
    client.socket.write(query("begin; insert into kept values (-1)"));
    await client.until("INSERT");
    process.kill(told, "SIGTERM");
    await client.until("57P01");
    await hasLeft();
    await ensureEmbedded(dataDir);
    expect(await ask("select * from kept where n = -1")).toEqual([]);
  });

  it("rolls back a transaction that sits idle while others wait", async () => {
    await releaseEmbedded(dataDir);
    await hasLeft();
    const server = spawn(process.execPath, ["lib/core/embedded/server.ts", dataDir, "--idle-in-transaction", "300"]);
    children.push(server);
    const left = once(server, "exit");
    const idle = await vi.waitFor(() => rawConnection(paths.socket));
    idle.socket.write(query("begin; insert into kept values (-2)"));
    await idle.until("INSERT");
    // Answered only once the idle one has lost the database, its row with it.
    expect(await ask("select * from kept where n = -2")).toEqual([]);
    await idle.until("25P03");
    await idle.closed;
    await left;
  });

  it("says where the log is when it can't start", async () => {
    const broken = path.join(root, "broken");
    mkdirSync(path.join(broken, "cluster"), { recursive: true });
    writeFileSync(path.join(broken, "cluster", "PG_VERSION"), "9\n");
    await expect(ensureEmbedded(broken)).rejects.toThrow(`see ${broken}.log`);
  });
});

describe("the socket's path", () => {
  it("moves to the temporary folder when the data folder's is too long", () => {
    const long = embeddedSocketPath(path.join(root, "x".repeat(120)));
    expect(path.dirname(path.dirname(long))).toBe(os.tmpdir());
    expect(Buffer.byteLength(long)).toBeLessThanOrEqual(100);
    expect(embeddedSocketPath(path.join(root, "x".repeat(120)))).toBe(long);
  });
});
