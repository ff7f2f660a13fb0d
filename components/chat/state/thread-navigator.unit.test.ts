import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { ChatSession, Message } from "@/lib/chat/schemas";
import type { ProjectEvent } from "@/lib/events/catalogue";
import { ThreadController } from "./thread-controller";
import { FakeChat } from "./testing/fake-chat";
import { aMessage, at, me, messageId, projectId, sessionId } from "./testing/messages";

const left = "branch left";
const right = "branch right";

/** Messages 1 to `count` on the trunk, of which the third was asked anew twice: L4 L5 in its place, then R6. */
const setUp = (count = 3) => {
  const chat = new FakeChat();
  for (let n = 1; n <= count; n += 1) chat.add(aMessage(n));
  const fork = chat.messages[2] ?? aMessage(3);
  const say = (n: number, branchId: string | null, content: string) => chat.add(aMessage(n, { branchId, content }));
  chat.addBranch(left, fork, aMessage(1_004, { content: "L4" }));
  say(1_005, left, "L5");
  chat.addBranch(right, fork, aMessage(1_006, { content: "R6" }));
  return { chat, say };
};
const open = (chat: FakeChat, shown: Parameters<FakeChat["page"]>[0] = {}) => {
  const thread = new ThreadController({ projectId, sessionId, author: me, client: chat.client, page: chat.page(shown), activeBranchId: chat.activeBranchId, branches: chat.branches });
  const texts = () => thread.store.getOrder().map((key) => thread.store.getItem(key)?.message.content);
  return { thread, store: thread.store, texts };
};
const event = (name: ProjectEvent["name"], payload: Record<string, unknown>, thing?: unknown): ProjectEvent => ({
  name, projectId, seq: 1, userId: null, at: at(0), payload: { sessionId, ...payload }, ...(thing === undefined ? {} : { thing }),
});
const received = (message: Message) => event("chat:message:received", { messageId: message.id, branchId: message.branchId }, message);
const settle = (ms = 0) => vi.advanceTimersByTimeAsync(ms);
const until = (n: number, from = 1) => Array.from({ length: n - from + 1 }, (_, index) => `message ${from + index}`);

beforeEach(() => void vi.useFakeTimers({ now: 1_900_000_000_000 }));
afterEach(() => void vi.useRealTimers());

describe("a conversation with branches", () => {
  it("shows the active one, and takes no message of the others", () => {
    const { chat, say } = setUp();
    const { thread, texts } = open(chat);
    expect(texts()).toEqual(["message 1", "message 2", "R6"]);
    thread.handleEvent(received(say(1_007, null, "on the trunk")));
    thread.handleEvent(received(say(1_008, right, "R8")));
    expect(texts()).toEqual(["message 1", "message 2", "R6", "R8"]);
  });

  it("knows the versions of a place, and turns to each of them and back", async () => {
    const { chat } = setUp();
    const { thread, store, texts } = open(chat);
    const versions = store.view.versionsAt(messageId(1_006));
    expect(versions).toMatchObject({ index: 2, all: [{ branchId: null }, { branchId: left }, { branchId: right }] });
    expect(store.view.versionsAt(messageId(3))?.index).toBe(0);
    expect(store.view.versionsAt(messageId(2))).toBeNull();
    await thread.chooseBranch(left);
    expect(texts()).toEqual(["message 1", "message 2", "L4", "L5"]);
    await thread.chooseBranch(null);
    expect(texts()).toEqual(until(3));
    await thread.chooseBranch(right);
    expect(texts()).toEqual(["message 1", "message 2", "R6"]);
  });

  it("keeps what both branches show, and what came for the other one meanwhile", async () => {
    const { chat, say } = setUp(300);
    const { thread, store, texts } = open(chat, { branchId: null });
    expect(texts()).toEqual(until(300, 251));
    // Its beginning is far away: nothing of what is at hand is seen there.
    thread.handleEvent(received(say(1_009, right, "R9")));
    const choosing = thread.chooseBranch(right);
    thread.handleEvent(received(say(1_010, right, "R10")));
    await choosing;
    expect(texts()).toEqual(["message 1", "message 2", "R6", "R9", "R10"]);
    await thread.chooseBranch(null);
    expect(texts()).toEqual(until(27));
    expect(store.getEdges()).toMatchObject({ hasOlder: false, hasNewer: true });
    for (let page = 0; page < 6; page += 1) await thread.loadNewer();
    expect(texts()).toEqual(until(300));
  });

  it("comes along when the conversation goes on in another branch, unless another was chosen", async () => {
    const { chat, say } = setUp();
    const { thread, store, texts } = open(chat);
    const moved = (activeBranchId: string | null) => event("chat:session:updated", { title: "", archived: false }, { activeBranchId } satisfies Partial<ChatSession>);
    thread.handleEvent(moved(left));
    await settle();
    expect(texts()).toEqual(["message 1", "message 2", "L4", "L5"]);
    await thread.chooseBranch(null);
    thread.handleEvent(moved(right));
    await settle();
    expect(texts()).toEqual(until(3));
    expect(store.view.get()).toEqual({ branchId: null, activeBranchId: right });
    // One that nobody here has heard of, named by a replayed event.
    await thread.chooseBranch(right);
    chat.addBranch("branch new", aMessage(2), aMessage(1_020, { content: "N" }));
    say(1_021, "branch new", "N2");
    thread.handleEvent(event("chat:session:updated", { title: "", archived: false }));
    await settle(50);
    expect(texts()).toEqual(["message 1", "N", "N2"]);
  });

  it("comes along once the server can be reached again", async () => {
    const { chat } = setUp();
    const { thread, texts } = open(chat);
    chat.isDown = true;
    chat.activeBranchId = left;
    thread.handleEvent(event("chat:session:updated", { title: "", archived: false }, { activeBranchId: left }));
    await settle(100);
    expect(texts()).toEqual(["message 1", "message 2", "R6"]);
    chat.isDown = false;
    thread.handleLive();
    await settle(100);
    expect(texts()).toEqual(["message 1", "message 2", "L4", "L5"]);
  });

  it("shows a question asked anew in its place at once, and goes on in its branch", async () => {
    const { chat } = setUp();
    const { thread, store, texts } = open(chat);
    chat.losesAnswers = true;
    const key = thread.send("again", { replaces: messageId(2) });
    expect(texts()).toEqual(["message 1", "again"]);
    await settle();
    expect(store.getItem(key)?.send?.state).toBe("failed");
    thread.send("and then");
    expect(texts()).toEqual(["message 1", "again", "and then"]);
    await settle();
    chat.losesAnswers = false;
    thread.handleLive();
    await settle();
    expect(texts()).toEqual(["message 1", "again", "and then"]);
    expect(store.getOrder()[1]).toBe(key);
    expect(store.view.branchId).toBe(chat.activeBranchId);
    expect(chat.messages.filter(({ branchId }) => branchId === chat.activeBranchId).map(({ content }) => content)).toEqual(["again", "and then"]);
    expect(store.view.versionsAt(messageId(2))).toMatchObject({ index: 0 });
    await thread.chooseBranch(right);
    expect(texts()).toEqual(["message 1", "message 2", "R6"]);
  });

  it("shows the other version again when a question asked anew is taken back", async () => {
    const { chat } = setUp();
    const { thread, texts } = open(chat);
    chat.isDown = true;
    const key = thread.send("again", { replaces: messageId(2) });
    await settle();
    thread.discard(key);
    expect(texts()).toEqual(["message 1", "message 2", "R6"]);
  });
});

describe("going to a message", () => {
  it("finds it anywhere, with those around it, and reads on to the end", async () => {
    const chat = new FakeChat();
    for (let n = 1; n <= 500; n += 1) chat.add(aMessage(n));
    const { thread, store, texts } = open(chat);
    thread.jumpTo(messageId(250));
    await settle();
    expect(thread.navigator.getJump()).toEqual({ messageId: messageId(250), state: "ready" });
    expect(texts()).toEqual(until(274, 225));
    expect(store.getEdges()).toMatchObject({ hasOlder: true, hasNewer: true });
    const newest = chat.add(aMessage(501));
    thread.handleEvent(received(newest));
    for (let page = 0; page < 6; page += 1) await thread.loadNewer();
    await settle(600);
    expect(texts()).toEqual(until(501, 225));
    const before = chat.log.length;
    thread.jumpTo(messageId(230));
    await settle();
    expect(chat.log).toHaveLength(before);
    expect(thread.navigator.getJump()).toEqual({ messageId: messageId(230), state: "ready" });
  });

  it("joins what is at hand when no hole lies between", async () => {
    const chat = new FakeChat();
    for (let n = 1; n <= 200; n += 1) chat.add(aMessage(n));
    const { thread, store, texts } = open(chat);
    thread.jumpTo(messageId(140));
    await settle();
    expect(texts()).toEqual(until(200, 115));
    expect(store.getEdges()).toMatchObject({ hasOlder: true, hasNewer: false });
  });

  it("turns to its branch", async () => {
    const { chat } = setUp();
    const { thread, store, texts } = open(chat);
    thread.jumpTo(messageId(1_005));
    await settle();
    expect(texts()).toEqual(["message 1", "message 2", "L4", "L5"]);
    expect(store.view.get()).toEqual({ branchId: left, activeBranchId: right });
  });

  it("says that there is none, or that it could not be read, and leaves all as it is", async () => {
    const { chat } = setUp();
    const { thread, texts } = open(chat);
    thread.jumpTo(messageId(77));
    await settle();
    expect(thread.navigator.getJump()?.state).toBe("missing");
    chat.isDown = true;
    thread.jumpTo(messageId(78));
    await settle();
    expect(thread.navigator.getJump()?.state).toBe("failed");
    expect(texts()).toEqual(["message 1", "message 2", "R6"]);
  });
});
