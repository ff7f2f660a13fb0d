import { eq, sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { z } from "zod";
import { DELETE } from "@/app/api/projects/[projectId]/chat/[sessionId]/message/[messageId]/route";
import { POST } from "@/app/api/projects/[projectId]/chat/[sessionId]/message/route";
import { chatSessions, idempotencyKeys } from "@/drizzle/schema";
import { call, createTeam, createUser, grantOf, json } from "@/drizzle/testing/factories";
import { createSession } from "@/lib/chat/sessions";
import { db } from "@/lib/core/db";
import { deleteOutdatedKeys } from "@/lib/core/queries";
import { mutate } from "@/lib/events/mutate";
import { listEventsBetween } from "@/lib/events/queries";
import { defineOperation } from "./operation";
import { route } from "./route";

const keysOf = (userId: string) => db().select().from(idempotencyKeys).where(eq(idempotencyKeys.userId, userId));
const age = (userId: string, by: string) => db().update(idempotencyKeys).set({ createdAt: sql`now() - ${by}::interval` }).where(eq(idempotencyKeys.userId, userId));

test("a request that counted as dead, and was repeated, writes nothing any more", async () => {
  const { projectId, editor } = await createTeam();
  const doors: PromiseWithResolvers<void>[] = [];
  const rename = route(
    defineOperation({
      summary: "Rename",
      access: "chat.write",
      params: z.object({ projectId: z.guid() }),
      body: z.object({}),
      response: z.object({ done: z.boolean() }),
      status: 201,
      run: async ({ by }) => {
        const door = Promise.withResolvers<void>();
        doors.push(door);
        await door.promise;
        await mutate(by, async (_tx, emit) => emit("project:updated", { name: "x", fields: ["name"] }));
        return { done: true };
      },
    }),
  );
  const attempt = () => call(rename, { as: editor, params: { projectId }, body: {}, headers: { "idempotency-key": "k" } });
  const first = attempt();
  await expect.poll(() => doors.length).toBe(1);
  await age(editor.actor.id, "61 seconds");
  const second = attempt();
  await expect.poll(() => doors.length).toBe(2);
  doors[0]?.resolve();
  expect((await first).status).toBe(409);
  doors[1]?.resolve();
  expect((await second).status).toBe(201);
  expect(await listEventsBetween(db(), projectId, 0, 10, 10)).toHaveLength(1);
  expect((await attempt()).headers.get("idempotency-replayed")).toBe("true");
});

test("what follows a request's write leaves its key alone", async () => {
  const { projectId, editor } = await createTeam();
  const by = await grantOf(editor, projectId, "chat.write");
  const write = () => mutate(by, async (_tx, emit) => emit("project:updated", { name: "x", fields: ["name"] }));
  const committed: (string | null)[] = [];
  const twice = route(
    defineOperation({
      summary: "Write twice",
      access: "chat.write",
      params: z.object({ projectId: z.guid() }),
      body: z.object({}),
      response: z.object({ done: z.boolean() }),
      status: 201,
      run: async () => {
        await write();
        // As if the request had died and its key been taken over since.
        await db().update(idempotencyKeys).set({ committedAt: null }).where(eq(idempotencyKeys.userId, editor.actor.id));
        await write();
        committed.push(...(await keysOf(editor.actor.id)).map(({ committedAt }) => committedAt));
        return { done: true };
      },
    }),
  );
  expect((await call(twice, { as: editor, params: { projectId }, body: {}, headers: { "idempotency-key": "k" } })).status).toBe(201);
  expect(committed).toEqual([null]);
});

test("keys are forgotten after a day, and what a deleted message said at once", async () => {
  const { projectId, editor } = await createTeam();
  const session = await createSession(await grantOf(editor, projectId, "chat.write"), { title: "Quiet" });
  await db().update(chatSessions).set({ assistantMode: "never" }).where(eq(chatSessions.id, session.id));
  const place = { projectId, sessionId: session.id };
  const send = () => call(POST, { as: editor, params: place, body: { content: "A secret" }, headers: { "idempotency-key": "k" } });
  const { message } = await json<{ message: { id: string } }>(await send());
  expect(JSON.stringify(await keysOf(editor.actor.id))).toContain("A secret");
  expect((await call(DELETE, { as: editor, params: { ...place, messageId: message.id } })).status).toBe(204);
  expect(JSON.stringify(await keysOf(editor.actor.id))).not.toContain("A secret");
  expect(await json(await send())).toMatchObject({ code: "conflict", committed: true });

  const other = await createUser();
  await db().insert(idempotencyKeys).values({ userId: other.actor.id, key: "new", requestHash: "" });
  await age(editor.actor.id, "25 hours");
  await deleteOutdatedKeys(db());
  expect([(await keysOf(editor.actor.id)).length, (await keysOf(other.actor.id)).length]).toEqual([0, 1]);
});
