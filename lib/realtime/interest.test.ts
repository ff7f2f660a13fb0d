import { expect, test, vi } from "vitest";
import { PUT as putPlacesRoute } from "@/app/api/events/places/route";
import { call, createTeam, grantOf, json, type TestUser } from "@/drizzle/testing/factories";
import { newId } from "@/lib/core/ids";
import { hub } from "@/lib/events/hub";
import { broadcast, mutate } from "@/lib/events/mutate";
import { listen } from "./testing/listen";

type Team = Awaited<ReturnType<typeof createTeam>>;

/** Something numbered in a conversation; `thing` stands for the message. */
const say = async ({ editor, projectId }: Team, sessionId: string, thing: unknown = { content: "Hello" }) => {
  const by = await grantOf(editor, projectId, "chat.write");
  await mutate(by, async (_tx, emit) => emit("chat:message:received", { sessionId, messageId: newId(), branchId: null, role: "user", mentions: [] }, { thing }));
};
const delta = ({ projectId }: Team, sessionId: string) => broadcast(projectId, null, "chat:message:delta", { sessionId, messageId: newId(), offset: 0, text: "a" });
const putPlaces = (user: TestUser, connection: string, places: Record<string, unknown>[]) => call(putPlacesRoute, { as: user, method: "PUT", body: { connection, places } });
const sessionsOf = (events: { data: Record<string, unknown> }[]) => events.map(({ data }) => (data["payload"] as { sessionId: string }).sessionId);

test("pieces of answers reach the streams that show their conversation, and those that name none", async () => {
  const team = await createTeam();
  const [a, b] = [newId(), newId()];
  const streams = await Promise.all([listen(team.viewer, [team.projectId], { sessions: [a] }), listen(team.viewer, [team.projectId], { sessions: [] }), listen(team.viewer, [team.projectId])]);
  await Promise.all(streams.map((stream) => stream.connection()));
  await delta(team, b);
  await delta(team, a);
  const deltas = () => streams.map((stream) => sessionsOf(stream.named("chat:message:delta")));
  await expect.poll(deltas).toEqual([[a], [], [b, a]]);
  await Promise.all(streams.map((stream) => stream.close()));
});

test("what happens elsewhere comes later and without its messages; what is shown comes at once, whole, and after what came before it", async () => {
  const team = await createTeam();
  const [here, elsewhere] = [newId(), newId()];
  const stream = await listen(team.viewer, [team.projectId], { sessions: [here] });
  await stream.connection();
  const messages = () => stream.named("chat:message:received").map(({ id, data }) => [id, (data["payload"] as { sessionId: string }).sessionId === here ? "here" : "elsewhere", "thing" in data]);
  await say(team, elsewhere);
  await expect.poll(messages).toHaveLength(1);
  // From now on what happens elsewhere waits.
  for (let i = 0; i < 3; i++) await say(team, elsewhere);
  await say(team, here);
  const id = (seq: number) => `p:${team.projectId}=${seq};u=0`;
  await expect.poll(messages).toEqual([[id(1), "elsewhere", false], [id(2), "elsewhere", false], [id(3), "elsewhere", false], [id(4), "elsewhere", false], [id(5), "here", true]]);
  await stream.close();
});

test("a list of conversations gets them whole, wherever they are", async () => {
  const team = await createTeam();
  const stream = await listen(team.viewer, [team.projectId], { sessions: [] });
  await stream.connection();
  const by = await grantOf(team.editor, team.projectId, "chat.write");
  await mutate(by, async (_tx, emit) => emit("chat:session:updated", { sessionId: newId(), title: "New", archived: false }, { thing: { title: "New" } }));
  await expect.poll(() => stream.named("chat:session:updated")[0]?.data["thing"]).toEqual({ title: "New" });
  await stream.close();
});

test("a stream that is cut while events are gathered goes on exactly behind the last that it wrote", async () => {
  const team = await createTeam();
  const [here, elsewhere] = [newId(), newId()];
  const first = await listen(team.viewer, [team.projectId], { sessions: [here] });
  await first.connection();
  await say(team, elsewhere);
  await expect.poll(() => first.numbers()).toEqual([1]);
  for (let i = 0; i < 4; i++) await say(team, elsewhere);
  await first.close();
  const cursor = first.received.at(-1)?.id ?? "";
  const seen = first.numbers();
  const second = await listen(team.viewer, [team.projectId], { sessions: [here], after: cursor });
  await say(team, elsewhere);
  await say(team, here);
  await expect.poll(() => [...seen, ...second.numbers()]).toEqual([1, 2, 3, 4, 5, 6, 7]);
  await second.close();
});

test("a heartbeat comes after what was gathered, and names exactly what was written", async () => {
  vi.useFakeTimers({ toFake: ["performance"] });
  try {
    const team = await createTeam();
    const stream = await listen(team.viewer, [team.projectId], { sessions: [] });
    await stream.connection();
    for (let i = 0; i < 3; i++) await say(team, newId());
    vi.advanceTimersByTime(15_000);
    await expect.poll(() => stream.named("heartbeat")[0]?.data["cursor"]).toBe(`p:${team.projectId}=3;u=0`);
    expect(stream.received.map(({ data }) => data["seq"])).toEqual([undefined, 1, 2, 3, undefined]);
    await stream.close();
  } finally {
    vi.useRealTimers();
  }
});

test("a tab that turns to another conversation gets that one from then on, and has what was gathered of it", async () => {
  const team = await createTeam();
  const [a, b] = [newId(), newId()];
  const stream = await listen(team.viewer, [team.projectId], { sessions: [a] });
  const connection = await stream.connection();
  await say(team, b);
  await say(team, b);
  expect((await putPlaces(team.viewer, connection, [{ projectId: team.projectId, sessionId: b }])).status).toBe(204);
  // Written before the answer to the request, so nothing of the conversation can be missing where it begins.
  await expect.poll(() => stream.numbers()).toEqual([1, 2]);
  await delta(team, a);
  await delta(team, b);
  await expect.poll(() => sessionsOf(stream.named("chat:message:delta"))).toEqual([b]);
  await stream.close();
});

test("only the person behind a stream says what it shows, and only of projects that it carries", async () => {
  const team = await createTeam();
  const other = await createTeam();
  const [a, b] = [newId(), newId()];
  const stream = await listen(team.viewer, [team.projectId], { sessions: [a] });
  const connection = await stream.connection();
  const refused = await putPlaces(team.owner, connection, [{ projectId: team.projectId, sessionId: b }]);
  expect([refused.status, (await json(refused))["code"]]).toEqual([404, "not-found"]);
  // As another instance hands it on.
  await hub().publish({ controls: [{ kind: "places-changed", connection, userId: team.owner.actor.id, places: [{ projectId: team.projectId, sessionId: b, documentId: null, visible: true }] }] });
  await delta(team, b);
  await delta(team, a);
  await expect.poll(() => sessionsOf(stream.named("chat:message:delta"))).toEqual([a]);
  expect((await putPlaces(team.viewer, connection, [{ projectId: other.projectId, sessionId: b }])).status).toBe(204);
  await delta(team, b);
  await say(team, b);
  await expect.poll(() => stream.numbers()).toEqual([1]);
  expect(sessionsOf(stream.named("chat:message:delta"))).toEqual([a]);
  await stream.close();
});

test("places must be what they claim to be", async () => {
  const { viewer, projectId } = await createTeam();
  const wrong = [{ places: [] }, { connection: "x", places: [] }, { connection: newId(), places: [{ projectId: "nowhere" }] }, { connection: newId(), places: Array.from({ length: 41 }, () => ({ projectId })) }];
  for (const body of wrong) expect((await call(putPlacesRoute, { as: viewer, method: "PUT", body })).status).toBe(422);
  expect((await call(putPlacesRoute, { method: "PUT", body: { connection: newId(), places: [] } })).status).toBe(401);
  // A stream that has ended, or is open elsewhere.
  expect((await putPlaces(viewer, newId(), [{ projectId }])).status).toBe(204);
});
