import { describe, expect, it, vi } from "vitest";
import type { Message } from "@/lib/chat/schemas";
import { MessageTools } from "./message-tools";
import { aMessage, anAnswer, aPage, at, me, messageId, projectId, sessionId } from "./state/testing/messages";
import { ThreadStore } from "./state/thread-store";

/** Tools over a conversation of one message, whose requests end when the test says so. */
function make(message: Message = aMessage(1)) {
  const store = new ThreadStore({ sessionId, author: me, page: aPage([message, anAnswer(2, { replyTo: messageId(1), status: "complete" })]) });
  const asked: string[] = [];
  const bodies: unknown[] = [];
  const ends: { resolve: (value: unknown) => void; reject: (error: Error) => void }[] = [];
  const ask = (method: string) => (path: string, body?: unknown) => {
    bodies.push(body);
    asked.push(`${method} ${decodeURIComponent(path).split("/message/")[1] ?? ""}`.replaceAll(messageId(1), "m1").replaceAll(messageId(2), "m2"));
    return new Promise<unknown>((resolve, reject) => void ends.push({ resolve, reject }));
  };
  const onProblem = vi.fn();
  // The three methods that are used; each is generic in what it answers with.
  const client = { post: ask("POST"), put: ask("PUT"), delete: ask("DELETE") } as unknown as NonNullable<ConstructorParameters<typeof MessageTools>[0]["client"]>;
  const tools = new MessageTools({ projectId, sessionId, userId: me.id, thread: { store }, onProblem, client });
  const shown = () => present(store.getItem(messageId(1))).message;
  const next = () => present(ends.shift());
  return { store, tools, asked, bodies, onProblem, shown, next };
}
function present<T>(value: T | null | undefined): T {
  if (value === null || value === undefined) throw new Error("It isn't there.");
  return value;
}
const thumbs = (...userIds: string[]) => [{ emoji: "👍", userIds }];

describe("a reaction", () => {
  it("shows at once, and what the server says of it counts", async () => {
    const { tools, asked, shown, next } = make();
    tools.react(shown(), "👍");
    expect(shown().reactions).toEqual(thumbs(me.id));
    expect(asked).toEqual(["PUT m1/reactions/👍"]);
    next().resolve(aMessage(1, { reactions: thumbs("ben", me.id), updatedAt: at(50) }));
    await vi.waitFor(() => expect(shown().reactions).toEqual(thumbs("ben", me.id)));
  });

  it("is taken back when it is pressed again, even by a row that was drawn before", () => {
    const { tools, asked, shown } = make();
    const drawn = shown();
    tools.react(drawn, "👍");
    tools.react(drawn, "👍");
    expect(shown().reactions).toEqual([]);
    expect(asked).toEqual(["PUT m1/reactions/👍", "DELETE m1/reactions/👍"]);
  });

  it("goes again when the server refuses it, and the message is read anew", async () => {
    const { store, tools, onProblem, shown, next } = make(aMessage(1, { reactions: thumbs("ben") }));
    tools.react(shown(), "👍");
    expect(shown().reactions).toEqual(thumbs("ben", me.id));
    next().reject(new Error("refused"));
    await vi.waitFor(() => expect(shown().reactions).toEqual(thumbs("ben")));
    expect(onProblem).toHaveBeenCalledTimes(1);
    expect(store.takeStale()).toEqual([messageId(1)]);
  });
});

describe("a pin", () => {
  it("is set and taken off", () => {
    const { tools, asked, shown } = make();
    tools.pin(shown());
    expect(shown()).toMatchObject({ pinnedBy: me.id });
    tools.pin(shown());
    expect(shown()).toMatchObject({ pinnedAt: null, pinnedBy: null });
    expect(asked).toEqual(["PUT m1/pin", "DELETE m1/pin"]);
  });
});

describe("an answer", () => {
  it("is known by its question", () => {
    const { tools } = make();
    expect(tools.hasAnswer(messageId(1))).toBe(true);
    expect(tools.hasAnswer(messageId(2))).toBe(false);
  });

  it("that is begun anew shows as soon as the server has begun it; a refusal is told", async () => {
    const { store, tools, asked, bodies, onProblem, next } = make();
    tools.answer(messageId(1));
    next().resolve({ message: aMessage(1), reply: anAnswer(2, { replyTo: messageId(1), versions: 1, updatedAt: at(60) }) });
    await vi.waitFor(() => expect(store.getItem(messageId(2))?.message).toMatchObject({ status: "streaming", versions: 1 }));
    tools.goOn(messageId(2));
    next().reject(new Error("refused"));
    await vi.waitFor(() => expect(onProblem).toHaveBeenCalledTimes(1));
    expect(asked).toEqual(["POST m1/reply", "POST m2/reply"]);
    expect(bodies).toEqual([{ mode: "anew" }, { mode: "continue" }]);
  });
});
