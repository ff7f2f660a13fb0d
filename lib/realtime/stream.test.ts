import { expect, test } from "vitest";
import { GET } from "@/app/api/events/route";
import { addMember, call, createProject, createTeam, createUser, grantOf, json, type TestUser } from "@/drizzle/testing/factories";
import { eq } from "drizzle-orm";
import { notifications, projectCollaborators } from "@/drizzle/schema";
import { endSession } from "@/lib/auth/sessions";
import { newId } from "@/lib/core/ids";
import type { ProjectEvent } from "@/lib/events/catalogue";
import { hub } from "@/lib/events/hub";
import { mutate } from "@/lib/events/mutate";
import { appendNotifications } from "@/lib/events/queries";
import { listen } from "./testing/listen";

const rename = async (user: TestUser, projectId: string, name: string) => {
  const by = await grantOf(user, projectId, "project.update");
  await mutate(by, async (_tx, emit) => emit("project:updated", { name, fields: ["name"] }));
};

test("the stream begins with its status and passes on what happens, each with the cursor to resume with", async () => {
  const owner = await createUser();
  const projectId = await createProject(owner);
  const stream = await listen(owner, [projectId]);
  expect(stream.response.headers.get("content-type")).toContain("text/event-stream");
  expect(stream.response.headers.get("cache-control")).toContain("no-transform");
  await expect.poll(() => stream.received.map(({ name }) => name)).toEqual(["chat:connection:status"]);
  await rename(owner, projectId, "one");
  await expect.poll(() => stream.received[1]).toMatchObject({ id: `p:${projectId}=1;u=0`, name: "project:updated", data: { seq: 1, payload: { name: "one" } } });
  await stream.close();
});

test("a client that comes back gets exactly what it missed, while others go on writing", async () => {
  const owner = await createUser();
  const projectId = await createProject(owner);
  for (let i = 0; i < 5; i++) await rename(owner, projectId, `before ${i}`);
  const writing = Promise.all(Array.from({ length: 20 }, (_, i) => rename(owner, projectId, `during ${i}`)));
  const streams = await Promise.all([0, 3, 5].map((seq) => listen(owner, [projectId], { after: `p:${projectId}=${seq};u=0` })));
  await writing;
  await rename(owner, projectId, "last");
  for (const [index, from] of [0, 3, 5].entries()) {
    await expect.poll(() => streams[index]?.numbers()).toEqual(Array.from({ length: 26 - from }, (_, i) => from + i + 1));
  }
  await Promise.all(streams.map((stream) => stream.close()));
});

test("every replayed event carries the cursor to resume with right after it", async () => {
  const owner = await createUser();
  const projectId = await createProject(owner);
  for (let i = 0; i < 3; i++) await rename(owner, projectId, `name ${i}`);
  const stream = await listen(owner, [projectId], { after: `p:${projectId}=1;u=0` });
  await expect.poll(() => stream.received.slice(1).map(({ id }) => id)).toEqual([`p:${projectId}=2;u=0`, `p:${projectId}=3;u=0`]);
  expect(stream.received[0]?.data["cursor"]).toBe(`p:${projectId}=3;u=0`);
  await stream.close();
});

test("all missed notifications come, however many", async () => {
  const { projectId, owner, viewer } = await createTeam();
  const by = await grantOf(owner, projectId, "member.manage");
  await mutate(by, async (_tx, emit) => {
    for (let i = 0; i < 250; i++) emit("member:updated", { memberId: viewer.actor.id, name: "Vito", role: "viewer" });
  });
  const stream = await listen(viewer, [], { after: "u=10" });
  const notices = () => stream.received.filter(({ name }) => name === "notification");
  await expect.poll(() => notices().length).toBe(240);
  expect(notices().map(({ id }) => id)).toEqual(Array.from({ length: 240 }, (_, i) => `u=${i + 11}`));
  await stream.close();
});

test("notifications that are heard of out of order come in order, each once, and a lost one with the next", async () => {
  const { projectId, owner, viewer } = await createTeam();
  const by = await grantOf(owner, projectId, "member.manage");
  const stream = await listen(viewer, []);
  await expect.poll(() => stream.received.length).toBe(1);
  const { db } = await import("@/lib/core/db");
  const heard = await mutate(by, (tx) => appendNotifications(tx, { projectId, kind: "member:updated", details: {}, rows: [1, 2, 3, 4].map(() => ({ id: newId(), userId: viewer.actor.id })) }));
  // The second and the fourth are heard of, the first comes late, the third not at all; the second was deleted since.
  await db().delete(notifications).where(eq(notifications.id, heard[1]?.id ?? ""));
  const notices = heard.map(({ id, userId, seq, kind, details, createdAt }) => ({ id, userId, seq, kind, projectId, details, createdAt }));
  for (const index of [1, 0, 3]) await hub().publish({ notices: notices.slice(index, index + 1) });
  await expect.poll(() => stream.received.slice(1).map(({ id }) => id)).toEqual(["u=1", "u=3", "u=4"]);
  await stream.close();
});

test("an event that this version doesn't know is passed over", async () => {
  const owner = await createUser();
  const projectId = await createProject(owner);
  const stream = await listen(owner, [projectId]);
  await expect.poll(() => stream.received.length).toBe(1);
  // A newer version would send it; no type of this one allows it.
  const unknown = { name: "toString", projectId, seq: null, userId: null, at: new Date(0).toISOString(), payload: {} } as unknown as ProjectEvent;
  await hub().publish({ events: [unknown] });
  await rename(owner, projectId, "one");
  await expect.poll(() => stream.received.slice(1).map(({ name }) => name)).toEqual(["project:updated"]);
  await stream.close();
});

test("a cursor too far behind, or from the future, asks the client to read anew", async () => {
  const owner = await createUser();
  const projectId = await createProject(owner);
  await rename(owner, projectId, "one");
  const stream = await listen(owner, [projectId], { after: `p:${projectId}=99` });
  await expect.poll(() => stream.received[0]?.data).toMatchObject({ reset: [projectId], replayed: 0 });
  await stream.close();
});

test("one stream carries several projects", async () => {
  const owner = await createUser();
  const [a, b] = [await createProject(owner), await createProject(owner)];
  const stream = await listen(owner, [a, b]);
  await expect.poll(() => stream.received.length).toBe(1);
  await rename(owner, b, "b");
  await rename(owner, a, "a");
  await expect.poll(() => stream.received.slice(1).map(({ id, data }) => [id, data["projectId"]])).toEqual([
    [`p:${a}=0;p:${b}=1;u=0`, b],
    [`p:${a}=1;p:${b}=1;u=0`, a],
  ]);
  await stream.close();
});

test("a stranger gets 401, an outsider 404, and nobody learns from a wrong id", async () => {
  const { projectId, outsider } = await createTeam();
  expect((await call(GET, { query: `?project=${projectId}` })).status).toBe(401);
  expect((await call(GET, { as: outsider, query: `?project=${projectId}` })).status).toBe(404);
  expect((await call(GET, { as: outsider, query: `?project=${crypto.randomUUID()}` })).status).toBe(404);
  const wrong = await call(GET, { as: outsider, query: "?project=nonsense" });
  expect([wrong.status, (await json(wrong))["code"]]).toEqual([422, "validation-failed"]);
});

test("a stream ends at once with its session", async () => {
  const owner = await createUser();
  const projectId = await createProject(owner);
  const stream = await listen(owner, [projectId]);
  await expect.poll(() => stream.received.length).toBe(1);
  await endSession(owner.actor.sessionId);
  await expect.poll(() => stream.isEnded()).toBe(true);
  expect(stream.received.at(-1)).toMatchObject({ name: "connection:end", data: { reason: "signed-out", retry: false } });
});

test("a stream ends at once with the membership, and others' streams go on", async () => {
  const { db } = await import("@/lib/core/db");
  const owner = await createUser();
  const viewer = await createUser("Vito");
  const projectId = await createProject(owner);
  await addMember(projectId, viewer, "viewer");
  const [theirs, mine] = [await listen(viewer, [projectId]), await listen(owner, [projectId])];
  await expect.poll(() => [theirs.received.length, mine.received.length]).toEqual([1, 1]);
  const by = await grantOf(owner, projectId, "member.manage");
  await mutate(by, async (tx, emit, control) => {
    await tx.delete(projectCollaborators).where(eq(projectCollaborators.userId, viewer.actor.id));
    emit("member:removed", { memberId: viewer.actor.id, name: "Vito", role: "viewer" });
    control({ kind: "membership-changed", projectId, userId: viewer.actor.id });
  });
  await expect.poll(() => theirs.isEnded()).toBe(true);
  expect(theirs.received.at(-1)).toMatchObject({ name: "connection:end", data: { reason: "not-a-member", projectId } });
  await expect.poll(() => mine.numbers()).toEqual([1]);
  expect((await db().select().from(projectCollaborators).where(eq(projectCollaborators.projectId, projectId))).length).toBe(1);
  expect((await call(GET, { as: viewer, query: `?project=${projectId}` })).status).toBe(404);
  await mine.close();
});

test("a client that has gone before its stream begins leaves nothing open", async () => {
  const owner = await createUser();
  const response = await call(GET, { as: owner, query: `?project=${await createProject(owner)}`, signal: AbortSignal.abort() });
  // Ends by itself, since nobody will ever cancel it.
  expect(await response.text()).toBe("");
});
