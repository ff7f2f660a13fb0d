import { expect, test } from "vitest";
import { createUser, type TestUser } from "@/drizzle/testing/factories";
import { openApiSession } from "@/lib/auth/sessions";
import { readSessionToken } from "@/lib/auth/tokens";
import { listen, type Listening } from "./testing/listen";

/** The same person on another device. */
async function anotherSession(user: TestUser): Promise<TestUser> {
  const pair = await openApiSession(user.actor.id, { address: "127.0.0.1", userAgent: "another" });
  const named = await readSessionToken("access", pair.accessToken);
  if (!named) throw new Error("a new token is not valid");
  return { ...pair, actor: { ...user.actor, sessionId: named.sessionId } };
}

const open = async (user: TestUser, count: number): Promise<Listening[]> => {
  const streams: Listening[] = [];
  for (let i = 0; i < count; i++) streams.push(await listen(user, []));
  return streams;
};
const ended = (streams: Listening[]) => streams.flatMap((stream, index) => (stream.isEnded() ? [index] : []));

test("the oldest stream of a session ends when there are too many, and says why", async () => {
  const user = await createUser();
  const streams = await open(user, 22);
  await expect.poll(() => ended(streams)).toEqual([0, 1]);
  expect(streams[0]?.received.at(-1)).toMatchObject({ name: "connection:end", data: { reason: "too-many", retry: false } });
  // One that closes makes room.
  await streams[5]?.close();
  streams.push(...(await open(user, 1)));
  await streams.at(-1)?.connection();
  expect(ended(streams)).toEqual([0, 1, 5]);
  await Promise.all(streams.map((stream) => stream.close()));
});

test("a person with several browsers has room for fifty, and others aren't touched", async () => {
  const [user, other] = [await createUser(), await createUser()];
  const others = await open(other, 1);
  const streams: Listening[] = [];
  for (let i = 0; i < 3; i++) streams.push(...(await open(await anotherSession(user), 17)));
  await expect.poll(() => ended(streams)).toEqual([0]);
  expect(ended(others)).toEqual([]);
  await Promise.all([...streams, ...others].map((stream) => stream.close()));
});
