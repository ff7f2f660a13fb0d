import { describe, expect, it } from "vitest";
import { DELETE as unpinRoute, PUT as pinRoute } from "@/app/api/projects/[projectId]/chat/[sessionId]/message/[messageId]/pin/route";
import { DELETE as removeRoute, PUT as addRoute } from "@/app/api/projects/[projectId]/chat/[sessionId]/message/[messageId]/reactions/[emoji]/route";
import { DELETE as deleteRoute } from "@/app/api/projects/[projectId]/chat/[sessionId]/message/[messageId]/route";
import { GET as pinsRoute } from "@/app/api/projects/[projectId]/chat/[sessionId]/pins/route";
import { call, json, type TestUser } from "@/drizzle/testing/factories";
import { authorize } from "@/lib/access/authorize";
import { newId } from "@/lib/core/ids";
import { listPinPlaces } from "./pins";
import type { Message } from "./schemas";
import { createConversation, storedMessage, type Conversation } from "./testing/conversation";

async function createMessage() {
  const chat = await createConversation();
  const { message, reply } = await chat.send("Well?");
  await chat.settled(reply.id);
  const react = (emoji: string, as: TestUser = chat.editor, messageId = message.id) => call(addRoute, { as, params: { ...chat.params, messageId, emoji }, method: "PUT" });
  const unreact = (emoji: string, as: TestUser = chat.editor) => call(removeRoute, { as, params: { ...chat.params, messageId: message.id, emoji }, method: "DELETE" });
  return { ...chat, message, reply, react, unreact, reactions: async () => (await storedMessage(message.id))?.reactions };
}

const changes = (chat: Conversation, messageId: string) => chat.events.filter(({ name, payload }) => name === "chat:message:updated" && payload["messageId"] === messageId);

describe("a reaction", () => {
  it("is added and taken back by each for themselves, and asking twice is the same as once", async () => {
    const chat = await createMessage();
    const [olga, edda] = [chat.owner.actor.id, chat.editor.actor.id];
    expect((await json<Message>(await chat.react("👍"))).reactions).toEqual([{ emoji: "👍", userIds: [edda] }]);
    await chat.react("👍", chat.owner);
    await chat.react("👍", chat.owner);
    await chat.react("\u2764");
    expect(await chat.reactions()).toEqual([{ emoji: "👍", userIds: [edda, olga] }, { emoji: "❤️", userIds: [edda] }]);
    const told = changes(chat, chat.message.id);
    expect(told).toHaveLength(3);
    expect(told.at(-1)).toMatchObject({ thing: { content: "Well?", reactions: await chat.reactions() } });
    for (let times = 0; times < 2; times++) expect((await chat.unreact("👍")).status).toBe(204);
    expect(await chat.reactions()).toEqual([{ emoji: "👍", userIds: [olga] }, { emoji: "❤️", userIds: [edda] }]);
    await chat.unreact("❤️");
    expect(await chat.reactions()).toEqual([{ emoji: "👍", userIds: [olga] }]);
    expect(changes(chat, chat.message.id)).toHaveLength(5);
  });

  it("of many at once loses none", async () => {
    const chat = await createMessage();
    await Promise.all(["👍", "👎", "🎉", "❤️", "🚀"].flatMap((emoji) => [chat.react(emoji), chat.react(emoji, chat.owner)]));
    const stored = (await chat.reactions()) ?? [];
    expect(stored.map(({ emoji }) => emoji).toSorted()).toEqual(["👍", "👎", "🎉", "❤️", "🚀"].toSorted());
    for (const { userIds } of stored) expect(userIds.toSorted()).toEqual([chat.owner.actor.id, chat.editor.actor.id].toSorted());
  });

  it("is one emoji, of 20 different ones at most", async () => {
    const chat = await createMessage();
    for (const text of ["a", "👍👍", "1", "<script>", " "]) expect((await chat.react(text)).status).toBe(422);
    const faces = Array.from({ length: 21 }, (_, index) => String.fromCodePoint(0x1f600 + index));
    for (const face of faces.slice(0, 20)) expect((await chat.react(face)).status).toBe(200);
    expect((await chat.react(faces[20] ?? "")).status).toBe(409);
    expect((await chat.react(faces[0] ?? "", chat.owner)).status).toBe(200);
    expect(await chat.reactions()).toHaveLength(20);
  });

  it("is refused to viewers, and to messages that are deleted or elsewhere", async () => {
    const [chat, other] = [await createMessage(), await createMessage()];
    expect((await chat.react("👍", chat.viewer)).status).toBe(403);
    expect((await chat.react("👍", chat.editor, newId())).status).toBe(404);
    expect((await chat.react("👍", chat.editor, other.message.id)).status).toBe(404);
    await call(deleteRoute, { as: chat.editor, params: { ...chat.params, messageId: chat.message.id }, method: "DELETE" });
    expect((await chat.react("👍")).status).toBe(409);
    expect(await chat.reactions()).toEqual([]);
  });
});

describe("a pin", () => {
  const pin = (chat: Conversation, messageId: string, as = chat.editor) => call(pinRoute, { as, params: { ...chat.params, messageId }, method: "PUT" });
  const unpin = (chat: Conversation, messageId: string) => call(unpinRoute, { as: chat.editor, params: { ...chat.params, messageId }, method: "DELETE" });
  const pins = async (chat: Conversation, query = "") => json<{ items: Message[]; nextCursor: string | null }>(await call(pinsRoute, { as: chat.viewer, params: chat.params, query }));

  it("is everybody's, stays as it was first set, and is listed by pages, the last one first", async () => {
    const chat = await createMessage();
    const sent = [chat.message, ...(await Promise.all(["one", "two", "three", "four"].map(async (content) => (await chat.send(content)).message)))];
    for (const { id } of sent) expect(await json(await pin(chat, id, chat.owner))).toMatchObject({ id, pinnedBy: chat.owner.actor.id, pinnedAt: expect.any(String) });
    const first = await storedMessage(chat.message.id);
    await pin(chat, chat.message.id);
    expect((await storedMessage(chat.message.id))?.pinnedAt).toBe(first?.pinnedAt);
    expect(changes(chat, chat.message.id)).toHaveLength(1);
    const all = (await pins(chat)).items;
    expect(all.map(({ id }) => id).toSorted()).toEqual(sent.map(({ id }) => id).toSorted());
    expect(all.map(({ pinnedAt }) => pinnedAt)).toEqual(all.map(({ pinnedAt }) => pinnedAt).toSorted().toReversed());
    const page = await pins(chat, "?limit=2");
    const rest = await pins(chat, `?limit=10&cursor=${page.nextCursor}`);
    expect([...page.items, ...rest.items]).toEqual(all);
    for (let times = 0; times < 2; times++) expect((await unpin(chat, chat.message.id)).status).toBe(204);
    expect(await storedMessage(chat.message.id)).toMatchObject({ pinnedAt: null, pinnedBy: null });
    expect((await pins(chat)).items).toHaveLength(4);
  });

  it("is seen in the views that its message is part of", async () => {
    const chat = await createMessage();
    const { message: second } = await chat.send("second");
    const { message: other } = await chat.post({ content: "second, again", replaces: second.id });
    for (const { id } of [chat.message, second, other]) await pin(chat, id);
    const ids = async (query: string) => new Set((await pins(chat, query)).items.map(({ id }) => id));
    expect(await ids("?branch=main")).toEqual(new Set([chat.message.id, second.id]));
    expect(await ids("")).toEqual(new Set([chat.message.id, other.id]));
    expect(await pins(chat, `?branch=${newId()}`)).toMatchObject({ status: 422 });
  });

  it("stands in a list of all branches, by which they are counted", async () => {
    const chat = await createMessage();
    const { message: second } = await chat.send("second");
    const { message: other } = await chat.post({ content: "second, again", replaces: second.id });
    for (const { id } of [second, other]) await pin(chat, id);
    const by = await authorize(chat.viewer.actor, chat.params.projectId, "chat.read");
    expect(await listPinPlaces(by, chat.params.sessionId, 10)).toEqual([other, second].map(({ id, branchId }) => ({ id, branchId })));
    expect(await listPinPlaces(by, chat.params.sessionId, 1)).toHaveLength(1);
    await unpin(chat, other.id);
    expect(await listPinPlaces(by, chat.params.sessionId, 10)).toEqual([{ id: second.id, branchId: null }]);
  });

  it("goes with its message, and is refused to viewers", async () => {
    const chat = await createMessage();
    expect((await pin(chat, chat.message.id, chat.viewer)).status).toBe(403);
    await pin(chat, chat.message.id);
    await call(deleteRoute, { as: chat.editor, params: { ...chat.params, messageId: chat.message.id }, method: "DELETE" });
    expect((await pins(chat)).items).toEqual([]);
    expect((await pin(chat, chat.message.id)).status).toBe(409);
  });
});
