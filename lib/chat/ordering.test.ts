import { eq } from "drizzle-orm";
import { expect, it } from "vitest";
import { GET as stateRoute } from "@/app/api/projects/[projectId]/chat/sessions/[sessionId]/state/route";
import { chatSessions, chatSessionMembers, messages } from "@/drizzle/schema";
import { call, json } from "@/drizzle/testing/factories";
import { db } from "@/lib/core/db";
import type { SessionState } from "./schemas";
import { createConversation, type Conversation } from "./testing/conversation";

/** What an instance wrote whose clock is a minute ahead. @returns the message's id */
async function writeAhead({ projectId, sessionId, owner, viewer }: Conversation): Promise<string> {
  const time = (Date.now() + 60_000).toString(16).padStart(12, "0");
  const id = `${time.slice(0, 8)}-${time.slice(8)}-7fff-bfff-ffffffffffff`;
  await db().insert(messages).values({ id, projectId, sessionId, userId: owner.actor.id, role: "user", content: "From ahead" });
  await db().update(chatSessions).set({ lastMessageId: id, assistantMode: "always" }).where(eq(chatSessions.id, sessionId));
  await db().insert(chatSessionMembers).values({ projectId, sessionId, userId: viewer.actor.id, readUpTo: id });
  return id;
}

it("a message stands after one of an instance whose clock is ahead, its answer too, and both are unread", async () => {
  const chat = await createConversation();
  const ahead = await writeAhead(chat);
  const { message, reply } = await chat.send("After it");
  await chat.settled(reply.id);
  const next = await chat.send("And later");
  await chat.settled(next.reply.id);
  expect((await chat.read()).items.map(({ id }) => id)).toEqual([ahead, message.id, reply.id, next.message.id, next.reply.id]);
  expect(await json<SessionState>(await call(stateRoute, { as: chat.viewer, params: chat.params }))).toMatchObject({ readUpTo: ahead, unread: 4 });
});

it("what takes the place of a message from ahead is seen in its own branch, and that one isn't", async () => {
  const chat = await createConversation();
  const { message: first, reply } = await chat.send("First");
  await chat.settled(reply.id);
  const ahead = await writeAhead(chat);
  const { message, reply: answer } = await chat.post({ content: "Instead", replaces: ahead });
  await chat.settled(answer?.id ?? "");
  expect((await chat.read()).items.map(({ id }) => id)).toEqual([first.id, reply.id, message.id, answer?.id]);
  expect((await chat.read("?branch=main")).items.map(({ id }) => id)).toEqual([first.id, reply.id, ahead]);
});
