import { and, eq, sql } from "drizzle-orm";
import { beforeAll, expect, test, vi } from "vitest";
import { PUT as putPlacesRoute } from "@/app/api/events/places/route";
import { GET as presenceRoute } from "@/app/api/projects/[projectId]/presence/route";
import { instances, presence, projectVisits } from "@/drizzle/schema";
import { addMember, call, createProject, createTeam, createUser, json, type TestUser } from "@/drizzle/testing/factories";
import { endSession } from "@/lib/auth/sessions";
import { bus } from "@/lib/core/bus";
import { db } from "@/lib/core/db";
import { newId } from "@/lib/core/ids";
import type { PersonHere } from "./schemas";
import { startAnotherInstance } from "./testing/another-instance";
import { betweenInstances } from "./testing/between-instances";
import { listen, type Listening } from "./testing/listen";
import type { Received } from "./testing/sse-reader";

type Person = { userId: string; name: string; places: { sessionId: string | null; documentId: string | null }[]; since: string };
type Where = { sessionId?: string; documentId?: string; visible?: boolean };

// Instances say every ten seconds that they live, and who leaves is waited for.
vi.setConfig({ testTimeout: 60_000 });

beforeAll(async () => {
  betweenInstances();
  await bus().ready();
});

/** Opens a stream and shows something through it, as a browser's tab does. */
async function visit(user: TestUser, projectId: string, ...where: Where[]) {
  const stream = await listen(user, [projectId], { sessions: [] });
  const connection = await stream.connection();
  const show = async (...places: Where[]) => {
    const response = await call(putPlacesRoute, { as: user, method: "PUT", body: { connection, places: places.map((place) => ({ projectId, ...place })) } });
    expect(response.status).toBe(204);
  };
  if (where.length > 0) await show(...where);
  return { ...stream, connection, show };
}
const people = async (user: TestUser, projectId: string, query = "") => json<{ items: PersonHere[]; nextCursor: string | null }>(await call(presenceRoute, { as: user, params: { projectId }, query }));
const placesOf = async (user: TestUser, projectId: string) => (await people(user, projectId)).items.map(({ userId, sessionId, documentId }) => [userId, sessionId, documentId]);
const changes = (events: Received[]): Person[] => events.filter(({ name }) => name === "presence:changed").flatMap(({ data }) => (data["payload"] as { people: Person[] }).people);
/** What somebody who follows the events knows of a person. */
const lastOf = (stream: Pick<Listening, "received">, user: TestUser) => changes(stream.received).findLast(({ userId }) => userId === user.actor.id)?.places;

test("the others see who comes, where they are and where they go, and the list says the same", async () => {
  const { projectId, owner, editor, viewer } = await createTeam();
  const [a, b] = [newId(), newId()];
  const watching = await listen(viewer, [projectId], { sessions: [] });
  await watching.connection();
  const mine = await visit(owner, projectId, { sessionId: a });
  await expect.poll(() => lastOf(watching, owner)).toEqual([{ sessionId: a, documentId: null }]);
  expect(await placesOf(viewer, projectId)).toEqual([[owner.actor.id, a, null]]);
  // Two tabs, and a second person.
  await mine.show({ sessionId: a }, { documentId: b });
  const theirs = await visit(editor, projectId, { sessionId: a });
  await expect.poll(() => [lastOf(watching, owner), lastOf(watching, editor)]).toEqual([[{ sessionId: null, documentId: b }, { sessionId: a, documentId: null }], [{ sessionId: a, documentId: null }]]);
  await endSession(editor.actor.sessionId);
  await expect.poll(() => lastOf(watching, editor)).toEqual([]);
  expect((await placesOf(viewer, projectId)).map(([userId]) => userId)).toEqual([owner.actor.id, owner.actor.id]);
  expect(changes(watching.received)[0]).toMatchObject({ userId: owner.actor.id, name: "Olga" });
  await Promise.all([watching, mine, theirs].map((stream) => stream.close()));
});

test("who looks away is in the project and not in the conversation, and who only leafs through isn't in each", async () => {
  const { projectId, owner, viewer } = await createTeam();
  const [a, b, c] = [newId(), newId(), newId()];
  const watching = await listen(viewer, [projectId], { sessions: [] });
  const mine = await visit(owner, projectId, { sessionId: a });
  await expect.poll(() => lastOf(watching, owner)).toEqual([{ sessionId: a, documentId: null }]);
  await mine.show({ sessionId: b });
  await mine.show({ sessionId: c });
  await expect.poll(() => lastOf(watching, owner)).toEqual([{ sessionId: c, documentId: null }]);
  await mine.show({ sessionId: c, visible: false });
  await expect.poll(() => lastOf(watching, owner)).toEqual([{ sessionId: null, documentId: null }]);
  expect(changes(watching.received).flatMap(({ places }) => places.map(({ sessionId }) => sessionId))).toEqual([a, c, null]);
  await Promise.all([watching.close(), mine.close()]);
});

test("a cut connection that comes back is no leaving; one that doesn't is, after a while", async () => {
  const { projectId, owner, viewer } = await createTeam();
  const sessionId = newId();
  const watching = await listen(viewer, [projectId], { sessions: [] });
  const first = await visit(owner, projectId, { sessionId });
  await expect.poll(() => lastOf(watching, owner)).toHaveLength(1);
  const [before] = (await people(viewer, projectId)).items;
  await first.close();
  const second = await visit(owner, projectId, { sessionId });
  const connections = () => db().select({ id: presence.connectionId }).from(presence).where(eq(presence.projectId, projectId));
  await expect.poll(async () => (await connections()).map(({ id }) => id)).toEqual([second.connection]);
  expect((await people(viewer, projectId)).items).toEqual([before]);
  expect(changes(watching.received)).toHaveLength(1);
  await second.close();
  await expect.poll(() => lastOf(watching, owner)).toEqual([]);
  expect(await placesOf(viewer, projectId)).toEqual([]);
  await watching.close();
});

test("the list is for members, and pages through everybody once", async () => {
  const { projectId, owner, editor, viewer, outsider } = await createTeam();
  expect((await call(presenceRoute, { as: outsider, params: { projectId } })).status).toBe(404);
  const streams = await Promise.all([visit(owner, projectId, { sessionId: newId() }, { sessionId: newId() }, {}), visit(editor, projectId, { documentId: newId() })]);
  await expect.poll(() => placesOf(viewer, projectId)).toHaveLength(4);
  const all = await placesOf(viewer, projectId);
  const paged: unknown[] = [];
  for (let cursor: string | null = ""; cursor !== null; ) {
    const page = await people(viewer, projectId, `?limit=1${cursor && `&cursor=${cursor}`}`);
    paged.push(...page.items.map(({ userId, sessionId, documentId }) => [userId, sessionId, documentId]));
    cursor = page.nextCursor;
  }
  expect(paged).toEqual(all);
  await Promise.all(streams.map((stream) => stream.close()));
});

test("two hundred who come at once are few events for everybody", async () => {
  const owner = await createUser("Olga");
  const projectId = await createProject(owner);
  const crowd = await Promise.all(Array.from({ length: 200 }, () => createUser("Mia")));
  await Promise.all(crowd.map((user) => addMember(projectId, user, "viewer")));
  const watching = await listen(owner, [projectId], { sessions: [] });
  const streams = await Promise.all(crowd.map((user) => visit(user, projectId, {})));
  await expect.poll(() => new Set(changes(watching.received).map(({ userId }) => userId)).size).toBe(200);
  expect(changes(watching.received)).toHaveLength(200);
  expect(watching.named("presence:changed").length).toBeLessThan(20);
  await Promise.all([watching, ...streams].map((stream) => stream.close()));
});

test("a visit after half an hour away is a new one, and a tab in the background is none", async () => {
  const { projectId, owner, editor } = await createTeam();
  const visitOf = async (user: TestUser) => (await db().select().from(projectVisits).where(and(eq(projectVisits.projectId, projectId), eq(projectVisits.userId, user.actor.id))))[0];
  const goBack = (user: TestUser, minutes: number) => db().update(projectVisits).set({ seenAt: sql`now() - make_interval(mins => ${minutes})` }).where(and(eq(projectVisits.projectId, projectId), eq(projectVisits.userId, user.actor.id)));
  const hidden = await visit(editor, projectId, { visible: false });
  const first = await visit(owner, projectId, {});
  await expect.poll(() => visitOf(owner)).toMatchObject({ previousSeenAt: null });
  await goBack(owner, 29);
  const second = await visit(owner, projectId, {});
  await expect.poll(async () => Date.now() - Date.parse((await visitOf(owner))?.seenAt ?? "") < 60_000).toBe(true);
  expect(await visitOf(owner)).toMatchObject({ previousSeenAt: null });
  await goBack(owner, 31);
  const before = await visitOf(owner);
  const third = await visit(owner, projectId, {});
  await expect.poll(async () => (await visitOf(owner))?.previousSeenAt).toBe(before?.seenAt);
  expect(await visitOf(editor)).toBeUndefined();
  await Promise.all([hidden, first, second, third].map((stream) => stream.close()));
});

test("two instances tell each other who is there, and hand on what a stream of the other shows", async () => {
  const { projectId, owner, viewer } = await createTeam();
  const [a, b] = [newId(), newId()];
  const another = await startAnotherInstance();
  const there = another.listen(viewer, projectId);
  await expect.poll(() => there.received[0]?.name).toBe("chat:connection:status");
  const mine = await visit(owner, projectId, { sessionId: a });
  await expect.poll(() => lastOf(there, owner)).toEqual([{ sessionId: a, documentId: null }]);
  // The request arrives here, the stream is open there; somebody else's request does nothing.
  const connection = there.received[0]?.data["connection"];
  const put = (user: TestUser, sessionId: string) => call(putPlacesRoute, { as: user, method: "PUT", body: { connection, places: [{ projectId, sessionId }] } });
  expect((await put(owner, a)).status).toBe(204);
  expect((await put(viewer, b)).status).toBe(204);
  await expect.poll(() => lastOf(mine, viewer)).toEqual([{ sessionId: b, documentId: null }]);
  expect(changes(mine.received).filter(({ userId }) => userId === viewer.actor.id)).toHaveLength(1);
  expect(await another.putPlaces(owner, { connection: mine.connection, places: [{ projectId, sessionId: b }] })).toBe(204);
  await expect.poll(() => lastOf(there, owner)).toEqual([{ sessionId: b, documentId: null }]);
  await another.end();
  await mine.close();
});

test("the people of an instance that died are gone for readers at once, and cleared by another", async () => {
  const { projectId, owner, viewer } = await createTeam();
  const another = await startAnotherInstance();
  const there = another.listen(viewer, projectId);
  await expect.poll(() => there.received[0]?.name).toBe("chat:connection:status");
  await another.putPlaces(viewer, { connection: there.received[0]?.data["connection"], places: [{ projectId }] });
  const mine = await visit(owner, projectId, {});
  await expect.poll(() => [lastOf(mine, viewer), lastOf(mine, owner)].map((places) => places?.length)).toEqual([1, 1]);
  await another.kill();
  const rowsOf = (user: TestUser) => db().select().from(presence).where(and(eq(presence.projectId, projectId), eq(presence.userId, user.actor.id)));
  const [row] = await rowsOf(viewer);
  await db().update(instances).set({ seenAt: sql`now() - interval '31 seconds'` }).where(eq(instances.id, row?.instanceId ?? ""));
  expect((await placesOf(owner, projectId)).map(([userId]) => userId)).toEqual([owner.actor.id]);
  await expect.poll(() => rowsOf(viewer)).toEqual([]);
  await expect.poll(() => lastOf(mine, viewer)).toEqual([]);
  await mine.close();
});

test("an instance that was taken for dead and isn't brings its people back", async () => {
  const { projectId, owner } = await createTeam();
  const mine = await visit(owner, projectId, {});
  await expect.poll(() => placesOf(owner, projectId)).toHaveLength(1);
  const [row] = await db().select().from(presence).where(eq(presence.projectId, projectId));
  await db().delete(instances).where(eq(instances.id, row?.instanceId ?? ""));
  expect(await placesOf(owner, projectId)).toEqual([]);
  await expect.poll(() => placesOf(owner, projectId)).toHaveLength(1);
  await mine.close();
});
