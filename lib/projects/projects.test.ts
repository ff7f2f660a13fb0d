import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { GET as listModels } from "@/app/api/models/route";
import { GET as getActivity } from "@/app/api/projects/[projectId]/activity/route";
import { POST as archive } from "@/app/api/projects/[projectId]/archive/route";
import { POST as restore } from "@/app/api/projects/[projectId]/restore/route";
import { DELETE as remove, GET as read, PATCH as update } from "@/app/api/projects/[projectId]/route";
import { GET as list, POST as create } from "@/app/api/projects/route";
import { knowledgeDocuments, projectActivity, projectCollaborators, projects } from "@/drizzle/schema";
import { call, createProject, createTeam, createUser, grantOf, json, type TestUser } from "@/drizzle/testing/factories";
import type { AssistantModel } from "@/lib/assistant/schemas";
import { db } from "@/lib/core/db";
import { registerFileRemoval } from "@/lib/core/file-uses";
import { fileExists } from "@/lib/core/files";
import { runDueJobs } from "@/lib/core/jobs";
import type { Problem } from "@/lib/core/problems";
import { hub } from "@/lib/events/hub";
import { createTextDocument } from "@/lib/knowledge/documents";
import { projectSorts, type Project } from "./schemas";

const make = async (as: TestUser, body: object): Promise<Project> => json<Project>(await call(create, { as, body }));
const get = async (as: TestUser, projectId: string): Promise<Project> => json<Project>(await call(read, { as, params: { projectId } }));
const patch = (as: TestUser, projectId: string, body: object, headers = {}) => call(update, { as, params: { projectId }, method: "PATCH", body, headers });
const kinds = async (as: TestUser, projectId: string) =>
  (await json<{ items: { actionType: string }[] }>(await call(getActivity, { as, params: { projectId } }))).items.map((item) => item.actionType);

const hasFile = (hash: string): Promise<boolean> => fileExists(db(), hash);

describe("creating a project", () => {
  it("gives it back whole, with its founder as owner and its first event", async () => {
    const user = await createUser();
    const response = await call(create, { as: user, body: { name: " Trees ", tags: ["oak", "oak", "elm"], type: "research", instructions: "Ask." } });
    expect(response.status).toBe(201);
    const project = await json<Project>(response);
    expect(project).toMatchObject({ name: "Trees", description: "", tags: ["oak", "elm"], type: "research", instructions: "Ask.", status: "active", version: 1, createdBy: user.actor.id, role: "owner" });
    expect(response.headers.get("location")).toBe(`/api/projects/${project.id}`);
    expect(await get(user, project.id)).toEqual(project);
    expect(await kinds(user, project.id)).toEqual(["project:created"]);
  });

  it("happens once for a key, however often it is asked for", async () => {
    const user = await createUser();
    const body = { name: "Once" };
    const first = await call(create, { as: user, body, headers: { "idempotency-key": "k-1" } });
    const again = await call(create, { as: user, body, headers: { "idempotency-key": "k-1" } });
    expect([first.status, again.status]).toEqual([201, 201]);
    expect(await json(again)).toEqual(await json(first));
    expect((await json<{ items: unknown[] }>(await call(list, { as: user }))).items).toHaveLength(1);
  });

  it.each([
    [{}, ["/name"]],
    [{ name: "  ", type: "poem", tags: "oak" }, ["/name", "/tags", "/type"]],
    [{ name: "x".repeat(121) }, ["/name"]],
  ])("refuses %j with the place of each problem", async (body, pointers) => {
    const user = await createUser();
    const response = await call(create, { as: user, body });
    expect(response.status).toBe(422);
    expect((await json<Problem>(response)).errors?.map((error) => error.pointer).toSorted()).toEqual(pointers);
    expect((await json<{ items: unknown[] }>(await call(list, { as: user }))).items).toEqual([]);
  });

  it("refuses a NUL character", async () => {
    const response = await call(create, { as: await createUser(), body: { name: "a\u0000b" } });
    expect(response.status).toBe(400);
  });
});

describe("the list of projects", () => {
  it("combines its filters", async () => {
    const user = await createUser();
    const oak = await make(user, { name: "Oak 100%", tags: ["tree"], description: "slow" });
    const elm = await make(user, { name: "Elm", tags: ["tree", "shade"], description: "100 years" });
    await make(user, { name: "Moss", tags: ["shade"] });
    await call(archive, { as: user, params: { projectId: elm.id }, method: "POST" });
    const names = async (query: string) => (await json<{ items: Project[] }>(await call(list, { as: user, query }))).items.map((item) => item.name).toSorted();
    expect(await names("")).toEqual(["Elm", "Moss", "Oak 100%"]);
    expect(await names("?q=SLOW")).toEqual(["Oak 100%"]);
    expect(await names("?q=100%25")).toEqual(["Oak 100%"]);
    expect(await names("?tag=tree")).toEqual(["Elm", "Oak 100%"]);
    expect(await names("?tag=tree&status=active")).toEqual(["Oak 100%"]);
    expect(await names("?tag=tree&status=archived&q=years&role=owner")).toEqual(["Elm"]);
    expect(await names("?tag=tree&role=viewer")).toEqual([]);
    expect((await get(user, oak.id)).tags).toEqual(["tree"]);
  });

  it.each(projectSorts)("goes through all pages by %s, each project once", async (sort) => {
    const user = await createUser();
    // Equal names and equal moments must not hide anything at a page's border.
    for (const name of ["b", "A", "a", "B", "c", "c", "c"]) await createProject(user, name);
    const moment = "2026-01-02T03:04:05.678Z";
    const found: Project[] = [];
    let cursor = "";
    const ids = await db().select({ id: projectCollaborators.projectId }).from(projectCollaborators).where(eq(projectCollaborators.userId, user.actor.id));
    for (const { id } of ids.slice(0, 4)) await db().update(projects).set({ createdAt: moment, updatedAt: moment }).where(eq(projects.id, id));
    do {
      const page = await json<{ items: Project[]; nextCursor: string | null }>(await call(list, { as: user, query: `?sort=${sort}&limit=2${cursor}` }));
      found.push(...page.items);
      cursor = page.nextCursor ? `&cursor=${page.nextCursor}` : "";
    } while (cursor);
    expect(found).toHaveLength(7);
    expect(new Set(found.map((project) => project.id)).size).toBe(7);
    const keys = found.map((project) => (sort.endsWith("name") ? project.name.toLowerCase() : sort.endsWith("created") ? project.createdAt : project.updatedAt));
    expect(keys).toEqual(sort.startsWith("-") ? keys.toSorted().toReversed() : keys.toSorted());
  });

  it("shows only one's own, with one's own role", async () => {
    const { projectId, viewer, outsider } = await createTeam();
    const ids = async (as: TestUser) => (await json<{ items: Project[] }>(await call(list, { as }))).items.map(({ id, role }) => ({ id, role }));
    expect(await ids(viewer)).toEqual([{ id: projectId, role: "viewer" }]);
    expect(await ids(outsider)).toEqual([]);
  });

  it.each(["?cursor=nonsense", `?cursor=${Buffer.from('["-updated","x","y"]').toString("base64url")}`, "?sort=color", "?limit=0", "?limit=1000", "?status=gone", "?limit=1&limit=2"])("refuses %s", async (query) => {
    const response = await call(list, { as: await createUser(), query });
    expect(response.status).toBe(422);
    expect((await json<Problem>(response)).errors).toHaveLength(1);
  });

  it("refuses a cursor with a NUL in its name, or of another sort", async () => {
    const user = await createUser();
    const of = (...values: unknown[]) => `&cursor=${Buffer.from(JSON.stringify(values)).toString("base64url")}`;
    expect((await call(list, { as: user, query: `?sort=name${of("name", "a\u0000", user.actor.id)}` })).status).toBe(422);
    expect((await call(list, { as: user, query: `?sort=name${of("-name", "a", user.actor.id)}` })).status).toBe(422);
    expect((await call(list, { as: user, query: `?sort=created${of("created", "0000-01-01T00:00:00Z", user.actor.id)}` })).status).toBe(422);
  });
});

describe("changing a project", () => {
  it("raises the version, tells what changed, and is read at once", async () => {
    const { projectId, owner, editor, viewer } = await createTeam();
    expect((await get(viewer, projectId)).name).toBe("A project");
    const response = await patch(editor, projectId, { version: 1, name: "New", tags: ["x"], description: "" });
    expect(response.status).toBe(200);
    expect(await json(response)).toMatchObject({ name: "New", tags: ["x"], version: 2, role: "editor" });
    expect(await get(viewer, projectId)).toMatchObject({ name: "New", version: 2, role: "viewer" });
    const [event] = await db().select().from(projectActivity).where(eq(projectActivity.projectId, projectId));
    expect(event).toMatchObject({ actionType: "project:updated", userId: editor.actor.id, actionDetails: { name: "New", fields: ["name", "tags"] } });
    expect(await kinds(owner, projectId)).toEqual(["project:updated"]);
  });

  it("makes no event and no version when nothing changes", async () => {
    const { projectId, owner } = await createTeam();
    const before = await get(owner, projectId);
    expect(await json(await patch(owner, projectId, { version: 1, name: before.name, tags: [] }))).toEqual(before);
    expect(await get(owner, projectId)).toEqual(before);
    expect(await kinds(owner, projectId)).toEqual([]);
  });

  it("takes the version from If-Match too, and needs one", async () => {
    const { projectId, owner } = await createTeam();
    expect((await patch(owner, projectId, { name: "Two" }, { "if-match": '"1"' })).status).toBe(200);
    for (const headers of [{}, { "if-match": "*" }, { "if-match": '"two"' }]) {
      const response = await patch(owner, projectId, { name: "Three" }, headers);
      expect(response.status).toBe(422);
      expect((await json<Problem>(response)).errors?.[0]?.pointer).toBe("/version");
    }
    expect(await get(owner, projectId)).toMatchObject({ name: "Two", version: 2 });
  });

  it("names one of the configured models, or none", async () => {
    const { projectId, owner, viewer } = await createTeam();
    const { items } = await json<{ items: AssistantModel[] }>(await call(listModels, { as: viewer }));
    expect(items).toEqual([{ name: "built-in", kind: "built-in", sees: false, contextTokens: expect.any(Number), isDefault: true }]);
    expect(await json(await patch(owner, projectId, { version: 1, model: "built-in" }))).toMatchObject({ model: "built-in", version: 2 });
    expect(await get(viewer, projectId)).toMatchObject({ model: "built-in" });
    const refused = await patch(owner, projectId, { version: 2, model: "gone" });
    expect(refused.status).toBe(422);
    expect((await json<Problem>(refused)).errors?.map(({ pointer }) => pointer)).toEqual(["/model"]);
    expect(await json(await patch(owner, projectId, { version: 2, model: null }))).toMatchObject({ model: null, version: 3 });
  });

  it("of a stale version changes nothing and gives both versions back", async () => {
    const { projectId, owner, editor } = await createTeam();
    await patch(owner, projectId, { version: 1, name: "Olga's" });
    const response = await patch(editor, projectId, { version: 1, description: "Edda's" });
    expect(response.status).toBe(409);
    expect(await json<Problem>(response)).toMatchObject({ code: "stale", current: { name: "Olga's", version: 2 }, yours: { description: "Edda's", version: 1 } });
    expect(await get(owner, projectId)).toMatchObject({ name: "Olga's", description: "", version: 2 });
  });

  it("lets one of several through that come at once", async () => {
    const { projectId, owner } = await createTeam();
    const answers = await Promise.all(["a", "b", "c", "d"].map((name) => patch(owner, projectId, { version: 1, name })));
    expect(answers.map((answer) => answer.status).toSorted()).toEqual([200, 409, 409, 409]);
    expect((await get(owner, projectId)).version).toBe(2);
  });
});

describe("archiving", () => {
  it("makes a project read-only for everyone until an owner restores it", async () => {
    const { projectId, owner, viewer } = await createTeam();
    const params = { projectId };
    expect(await json(await call(archive, { as: owner, params, method: "POST" }))).toMatchObject({ status: "archived", version: 2 });
    const refused = await patch(owner, projectId, { version: 2, name: "No" });
    expect(refused.status).toBe(409);
    expect((await json<Problem>(refused)).code).toBe("project-archived");
    expect(await get(viewer, projectId)).toMatchObject({ status: "archived", name: "A project" });
    expect(await json(await call(archive, { as: owner, params, method: "POST" }))).toMatchObject({ status: "archived", version: 2 });
    expect(await json(await call(restore, { as: owner, params, method: "POST" }))).toMatchObject({ status: "active", version: 3 });
    expect((await patch(owner, projectId, { version: 3, name: "Yes" })).status).toBe(200);
    expect(await kinds(owner, projectId)).toEqual(["project:updated", "project:restored", "project:archived"]);
  });
});

describe("deleting", () => {
  it("deletes the files of its documents too", async () => {
    const owner = await createUser("Olga");
    const projectId = await createProject(owner);
    const document = await createTextDocument(await grantOf(owner, projectId, "knowledge.write"), { title: "Note", content: `A note ${projectId}`, documentType: "txt", tags: [] });
    const [row] = await db().select().from(knowledgeDocuments).where(eq(knowledgeDocuments.id, document.id));
    const hash = row?.filePath ?? "";
    expect(await hasFile(hash)).toBe(true);
    expect((await call(remove, { as: owner, params: { projectId }, method: "DELETE" })).status).toBe(204);
    registerFileRemoval();
    await runDueJobs({ projectId });
    expect(await hasFile(hash)).toBe(false);
  });

  it("takes everything with it, and ends everybody's membership at once", async () => {
    const { projectId, owner, viewer } = await createTeam();
    await patch(owner, projectId, { version: 1, name: "Soon gone" });
    await get(viewer, projectId);
    const told: unknown[] = [];
    const stop = hub().subscribeControl((control) => void told.push(control));
    expect((await call(remove, { as: owner, params: { projectId }, method: "DELETE" })).status).toBe(204);
    stop();
    expect(told).toContainEqual({ kind: "membership-changed", projectId });
    for (const as of [owner, viewer]) expect((await call(read, { as, params: { projectId } })).status).toBe(404);
    expect(await db().select().from(projects).where(eq(projects.id, projectId))).toEqual([]);
    expect(await db().select().from(projectActivity).where(eq(projectActivity.projectId, projectId))).toEqual([]);
  });

  it("answers a write that comes at the same moment with success or not found, never a failure", async () => {
    const { projectId, owner, editor } = await createTeam();
    const [deleted, ...others] = await Promise.all([
      call(remove, { as: owner, params: { projectId }, method: "DELETE" }),
      ...Array.from({ length: 5 }, (_, index) => patch(editor, projectId, { version: 1, name: `n${index}` })),
    ]);
    expect(deleted.status).toBe(204);
    expect(others.every((answer) => answer.status < 500)).toBe(true);
  });
});

it("answers the same for a project that isn't there and one that isn't the caller's", async () => {
  const { projectId, outsider } = await createTeam();
  const strip = async (response: Response) => ({ ...(await json<Problem>(response)), instance: undefined });
  const foreign = await strip(await call(read, { as: outsider, params: { projectId } }));
  const unknown = await strip(await call(read, { as: outsider, params: { projectId: "01930000-0000-7000-8000-000000000000" } }));
  const nonsense = await strip(await call(read, { as: outsider, params: { projectId: "1; drop table" } }));
  expect(foreign).toMatchObject({ status: 404 });
  expect(unknown).toEqual(foreign);
  expect(nonsense).toEqual(foreign);
});
