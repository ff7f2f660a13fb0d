import { beforeAll, describe, expect, it } from "vitest";
import { call, createTeam, json } from "@/drizzle/testing/factories";
import { can, permissions, usableWhenArchived, type Permission } from "@/lib/access/permissions";
import type { Problem } from "@/lib/core/problems";
import { listOperations } from "@/lib/http/openapi";
import type { Access, AnyOperation } from "@/lib/http/operation";
import type { RouteHandler } from "@/lib/http/route";
import { loadRouteModules } from "@/scripts/support/route-modules";
import { POST as archive } from "./projects/[projectId]/archive/route";

/**
 * Every operation behind every route, for every kind of caller, against the table of permissions: what is expected
 * follows from the table and the operation's `access` alone, so that a new operation needs no test of its own here.
 * The real route, session, membership and check run; only what the operation does once allowed is replaced by a mark
 * (with its input, which is read after the check), so that a cell has one outcome and changes nothing.
 */
const callers = ["anonymous", "outsider", "viewer", "editor", "owner"] as const;
type Caller = (typeof callers)[number];
type Outcome = "runs" | "not-authenticated" | "not-found" | "not-permitted" | "project-archived";

/** These answer without an operation: next-auth's own endpoints, and whatever is no address at all. */
const withoutOperation = ["app/api/[...path]/route.ts", "app/api/auth/[...nextauth]/route.ts"];
const methods = ["GET", "POST", "PUT", "PATCH", "DELETE"];

const modules = await loadRouteModules();
const operations = listOperations(modules).map((described) => ({ ...described, name: `${described.method} ${described.path}` }));
const handlers = new Map(
  Object.values(modules).flatMap((module) =>
    methods.flatMap((method) => {
      const handler = module[method];
      // `route` puts its operation on the handler.
      return isHandler(handler) ? [[handler.operation, handler] as const] : [];
    }),
  ),
);

let team: Awaited<ReturnType<typeof createTeam>>;
let archived: Awaited<ReturnType<typeof createTeam>>;

beforeAll(async () => {
  team = await createTeam();
  archived = await createTeam();
  const response = await call(archive, { as: archived.owner, params: { projectId: archived.projectId }, method: "POST" });
  expect(response.status).toBe(200);
});

describe.each(operations)("$name", ({ operation, method, path }) => {
  it.each(callers)("answers the table's word to the caller %s", async (caller) => {
    expect(await outcome(operation, method, path, caller, team)).toBe(expected(operation.access, caller, false));
  });

  it.each(callers)("answers the table's word in an archived project to the caller %s", async (caller) => {
    expect(await outcome(operation, method, path, caller, archived)).toBe(expected(operation.access, caller, true));
  });
});

describe("the matrix", () => {
  it("covers every method of every route", () => {
    const exported = Object.entries(modules).flatMap(([file, module]) => (withoutOperation.includes(file) ? [] : methods.filter((method) => method in module).map((method) => `${method} ${file}`)));
    expect(operations).toHaveLength(exported.length);
    expect(operations.length).toBeGreaterThan(30);
    expect(handlers.size).toBe(operations.length);
  });

  it("uses every permission of the table but those that are asked for within operations", () => {
    const used = new Set<string>(operations.map(({ operation }) => operation.access));
    const within: Permission[] = ["chat.moderate"];
    expect(Object.keys(permissions).filter((permission) => !used.has(permission))).toEqual(within);
  });

  it("takes the project of the path for everything that needs a permission in one", () => {
    const projectless = operations.filter(({ operation, path }) => operation.access in permissions && !path.includes("{projectId}"));
    expect(projectless).toEqual([]);
  });
});

/** The table's word. */
function expected(access: Access, caller: Caller, isArchived: boolean): Outcome {
  if (access === "public") return "runs";
  if (caller === "anonymous") return "not-authenticated";
  if (access === "user") return "runs";
  if (caller === "outsider") return "not-found";
  if (!can(caller, access)) return "not-permitted";
  return isArchived && !usableWhenArchived(access) ? "project-archived" : "runs";
}

async function outcome(operation: AnyOperation, method: string, path: string, caller: Caller, people: typeof team): Promise<Outcome> {
  const handler = handlers.get(operation);
  if (!handler) throw new Error(`${method} ${path} has no handler`);
  const { run, body, query } = operation;
  let ran = false;
  const mark = async () => {
    ran = true;
    return new Response(null, { status: 204 });
  };
  Object.assign(operation, { run: mark, body: undefined, query: undefined });
  try {
    const params = Object.fromEntries([...path.matchAll(/\{(\w+)\}/g)].map(([, name = ""]) => [name, name === "projectId" ? people.projectId : "01930000-0000-7000-8000-000000000000"]));
    const response = await call(handler, { as: caller === "anonymous" ? undefined : people[caller], params, method });
    if (ran) return "runs";
    // Every answer but the mark's is a problem, and its code is compared with the table's word.
    return (await json<Problem>(response)).code as Outcome;
  } finally {
    Object.assign(operation, { run, body, query });
  }
}

function isHandler(value: unknown): value is RouteHandler {
  return typeof value === "function" && "operation" in value;
}
