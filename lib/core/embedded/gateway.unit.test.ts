import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { connect, createServer, type Server } from "node:net";
import os from "node:os";
import path from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import postgres from "postgres";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { openBackend, type Backend } from "./backend.ts";
import { Gateway } from "./gateway.ts";
import { embeddedPaths, makePrivateFolder } from "./paths.ts";
import { cstring, int32, message, query } from "./protocol.ts";
import { garbage, rawConnection, seeded, type RawConnection } from "./testing/raw-connection.ts";

const root = mkdtempSync(path.join(os.tmpdir(), "socrates-gateway-"));
const dataDir = path.join(root, "database");
const paths = embeddedPaths(dataDir);
const clients: postgres.Sql[] = [];
const raws: RawConnection[] = [];
let sql: postgres.Sql;
let backend: Backend;
let gateway: Gateway;
let server: Server;

function client(options: { max?: number; prepare?: boolean } = {}): postgres.Sql {
  const created = postgres({ path: paths.socket, max: 10, onnotice: () => undefined, ...options });
  clients.push(created);
  return created;
}

async function raw(): Promise<RawConnection> {
  const created = await rawConnection(paths.socket);
  raws.push(created);
  return created;
}

// In this process, so that what is run here is seen; `ensure.unit.test.ts` runs the program itself.
beforeAll(async () => {
  makePrivateFolder(paths.folder);
  const fail = (reason: string): never => {
    throw new Error(reason);
  };
  backend = await openBackend(paths.cluster, { log: () => {}, fail });
  gateway = new Gateway(backend, { log: () => {}, idleInTransaction: 60_000, onCount: () => {} });
  server = createServer({ allowHalfOpen: true }, (socket) => gateway.accept(socket));
  await new Promise<void>((resolve) => server.listen(paths.socket, resolve));
  sql = client();
  await sql`create extension vector`;
  await sql`create table counters (id int primary key, n int not null)`;
  await sql`create table lines (id int primary key, body text)`;
}, 60_000);

afterAll(async () => {
  for (const { socket } of raws) socket.destroy();
  await Promise.all(clients.map((each) => each.end({ timeout: 1 })));
  server.close();
  await gateway.close();
  await backend.close();
  rmSync(root, { recursive: true, force: true });
});

describe("many connections on one backend", () => {
  it.each([true, false])("each of 500 concurrent queries gets its own result (prepared: %s)", async (prepare) => {
    const pool = client({ prepare });
    const asked = Array.from({ length: 500 }, (_, n) => n);
    const answers = await Promise.all(
      asked.map(async (n) => {
        const [row] = await pool<{ n: number; s: string }[]>`select ${n}::int as n, repeat(${`r${n}`}, 3) as s`;
        return row;
      }),
    );
    expect(answers).toEqual(asked.map((n) => ({ n, s: `r${n}`.repeat(3) })));
  });

  it("an error reaches only the one who made it", async () => {
    const results = await Promise.allSettled(
      Array.from({ length: 100 }, (_, n) => (n % 3 === 0 ? sql`select ${n} / 0` : sql`select ${n}::int as n`)),
    );
    expect(results.map(({ status }) => status)).toEqual(results.map((_, n) => (n % 3 === 0 ? "rejected" : "fulfilled")));
  });

  it("transactions don't mix, and FOR UPDATE loses no count", async () => {
    await sql`insert into counters values (1, 0)`;
    await Promise.all(
      Array.from({ length: 40 }, () =>
        sql.begin(async (tx) => {
          const [row] = await tx<{ n: number }[]>`select n from counters where id = 1 for update`;
          await tx`update counters set n = ${(row?.n ?? Number.NaN) + 1} where id = 1`;
        }),
      ),
    );
    expect(await sql`select n from counters where id = 1`).toEqual([{ n: 40 }]);
  });

  it("prepared statements of the same name are each client's own", async () => {
    const prepare = (text: string) =>
      Buffer.concat([message("P", cstring("same"), cstring(text), Buffer.from([0, 0])), message("S")]);
    const execute = Buffer.concat([
      message("B", cstring(""), cstring("same"), Buffer.alloc(6)), message("E", cstring(""), int32(0)), message("S"),
    ]);
    const [a, b] = await Promise.all([raw(), raw()]);
    a.socket.write(prepare("select 'of a'"));
    b.socket.write(prepare("select 'of b'"));
    a.socket.write(execute);
    b.socket.write(execute);
    await Promise.all([a.until("of a"), b.until("of b")]);
    a.socket.end();
    b.socket.end();
    await vi.waitFor(async () => expect(await sql`select name from pg_prepared_statements where name like '%same'`).toEqual([]));
  });

  it("what a client set in the session ends with it", async () => {
    const other = client({ max: 1 });
    await other`set statement_timeout = '7s'`;
    await other`create temporary table scratch (a int)`;
    await other.end();
    await vi.waitFor(async () => {
      expect(await sql`show statement_timeout`).toEqual([{ statement_timeout: "0" }]);
      expect(await sql`select to_regclass('pg_temp.scratch') as t`).toEqual([{ t: null }]);
    });
  });
});

describe("a client that is killed in a transaction", () => {
  it.each(["begin; insert into counters values (2, 0)", "begin; insert into counters values (2, 0); select nonsense"])(
    "has it rolled back, and others go on (%s)",
    async (text) => {
      const killed = await raw();
      killed.socket.write(query(text));
      await killed.until(text.includes("nonsense") ? "42703" : "INSERT");
      const waiting = sql`select * from counters where id = 2`;
      killed.socket.destroy();
      expect(await waiting).toEqual([]);
    },
  );

  it("in the middle of a batch holds up nobody", async () => {
    const killed = await raw();
    killed.socket.write(Buffer.concat([message("P", cstring(""), cstring("select 'parsed'"), Buffer.from([0, 0])), message("D", Buffer.from("S\0")), message("H")]));
    await killed.until("T\0\0");
    killed.socket.destroy();
    expect(await sql`select 1 as one`).toEqual([{ one: 1 }]);
  });
});

describe("notifications", () => {
  it("reach those who listen, on other connections and under quoted names", async () => {
    const heard: string[] = [];
    const a = client({ max: 2 });
    const b = client({ max: 2 });
    await a.listen("Mixed Case", (payload) => heard.push(`a ${payload}`));
    await b.listen("Mixed Case", (payload) => heard.push(`b ${payload}`));
    await sql.notify("Mixed Case", "1");
    await vi.waitFor(() => expect(heard.toSorted()).toEqual(["a 1", "b 1"]));
  });

  it("go on for one when another stops listening, by UNLISTEN or by leaving", async () => {
    const heard: string[] = [];
    const a = client({ max: 2 });
    const b = client({ max: 2 });
    const c = client({ max: 2 });
    await a.listen("shared", (payload) => heard.push(`a ${payload}`));
    const { unlisten } = await b.listen("shared", (payload) => heard.push(`b ${payload}`));
    await c.listen("shared", (payload) => heard.push(`c ${payload}`));
    await unlisten();
    await c.end();
    await sql.notify("shared", "2");
    await vi.waitFor(() => expect(heard).toContain("a 2"));
    expect(heard).toEqual(["a 2"]);
  });

  it("come with the commit, not with a rollback, and LISTEN likewise", async () => {
    const listener = await raw();
    listener.socket.write(query("begin; listen undone; rollback"));
    await listener.until("ROLLBACK");
    listener.socket.write(query("begin; listen done; commit"));
    await listener.until("COMMIT");
    const other = client({ max: 2 });
    await other.listen("undone", () => undefined);
    await sql.notify("undone", "no");
    await expect(sql.begin(async (tx) => { await tx`select pg_notify('done', 'lost')`; throw new Error("back"); })).rejects.toThrow("back");
    await sql.begin((tx) => tx`select pg_notify('done', 'kept')`);
    await listener.until("done\0kept");
    listener.socket.write(query("select 'seen ' || 'last'"));
    await listener.until("seen last");
    expect(listener.received()).not.toMatch(/lost|undone/);
  });
});

describe("large and unusual traffic", () => {
  it("COPY FROM STDIN takes rows, and reports what is wrong with them", async () => {
    const rows = Array.from({ length: 5_000 }, (_, n) => `${n}\tline ${n}\n`);
    await pipeline(Readable.from(rows), await sql`copy lines from stdin`.writable());
    expect(await sql`select count(*)::int as n, max(body) as last from lines`).toEqual([{ n: 5_000, last: "line 999" }]);
    // Not by postgres.js, which waits forever when the error comes after the last row.
    const other = await raw();
    other.socket.write(query("copy lines from stdin"));
    await other.until("G");
    other.socket.write(Buffer.concat([message("d", Buffer.from("not a number\tx\n")), message("c")]));
    await other.until("invalid input syntax");
    other.socket.write(query("select 'goes ' || 'on'"));
    await other.until("goes on");
    other.socket.end();
    expect(await sql`select count(*)::int as n from lines`).toEqual([{ n: 5_000 }]);
  });

  it("a COPY that it can't serve fails like a statement, and the database goes on", async () => {
    await expect(sql.unsafe("begin; copy lines from stdin; commit")).rejects.toMatchObject({ code: "0A000" });
    await expect(sql`copy lines from stdin`).rejects.toMatchObject({ code: "0A000" });
    expect(await sql`select 1 as one`).toEqual([{ one: 1 }]);
  });

  it("a parameter and a result of 8 MB arrive whole", async () => {
    const text = "é".repeat(4 * 1024 * 1024);
    const [row] = await sql<{ same: string }[]>`select ${text}::text as same`;
    expect(row?.same === text).toBe(true);
  });

  it("a reader that doesn't read holds up nobody", async () => {
    const slow = await raw();
    slow.socket.pause();
    for (let n = 0; n < 20; n++) slow.socket.write(query("select repeat('x', 2000000)"));
    expect(await sql`select 1 as one`).toEqual([{ one: 1 }]);
    slow.socket.destroy();
  });

  it("vectors are stored and found", async () => {
    await sql`create table points (id int, at vector(3))`;
    await sql`insert into points values (1, '[1,0,0]'), (2, '[0,1,0]')`;
    await sql`create index on points using hnsw (at vector_cosine_ops)`;
    expect(await sql`select id from points order by at <=> '[0,0.9,0.1]' limit 1`).toEqual([{ id: 2 }]);
  });

  it("random bytes don't stop it from serving", async () => {
    const random = seeded(20_260_101);
    for (let round = 0; round < 150; round++) {
      const greeted = round % 3 > 0;
      const socket = greeted ? (await raw()).socket : connect(paths.socket);
      socket.on("error", () => undefined).resume();
      socket.end(garbage(random, round % 3 === 2));
      await once(socket, "close");
    }
    expect(await sql`select 1 as one`).toEqual([{ one: 1 }]);
  });

  it.each([
    ["too large", Buffer.from([0x51, 0x7f, 0xff, 0xff, 0xff]), "54000"],
    ["of negative length", Buffer.from([0x51, 0xff, 0xff, 0xff, 0xff]), "08P01"],
    ["of unknown type", Buffer.from([0x7a, 0, 0, 0, 4]), "08P01"],
  ])("a message %s ends its connection only", async (_, bytes, code) => {
    const rude = await raw();
    rude.socket.write(bytes);
    await rude.until(code);
    await rude.closed;
    expect(await sql`select 1 as one`).toEqual([{ one: 1 }]);
  });
});
