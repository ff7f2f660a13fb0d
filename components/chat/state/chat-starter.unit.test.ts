import { describe, expect, it } from "vitest";
import { problems, type ProblemCode } from "@/lib/core/problems";
import { ApiError, ConnectionError } from "@/lib/http/client";
import { api } from "@/lib/http/paths";
import { ChatStarter } from "./chat-starter";
import { projectId } from "./testing/messages";

const sessions = api.chatSessions(projectId);
const ok = { content: "hello", attachments: [] };
const refused = (code: ProblemCode, facts: Record<string, unknown> = {}) => new ApiError({ ...facts, type: "about:blank", code, ...problems[code] });
const lost = new ConnectionError("lost");

/** A server that makes conversations by their keys, and whose answers to messages come from a list: null is success. */
function make(...answers: (Error | null)[]) {
  const made = new Map<string, { id: string }>();
  const sent: { sessionId: string; content: string; key: string }[] = [];
  const deleted: string[] = [];
  const client = {
    async post(path: string, body?: unknown, { idempotencyKey: key = "" }: { idempotencyKey?: string } = {}) {
      if (path === sessions) {
        made.set(key, made.get(key) ?? { id: `s${made.size + 1}` });
        return made.get(key);
      }
      // The client says what it sends.
      sent.push({ sessionId: path.split("/").at(-2) ?? "", content: (body as { content: string }).content, key });
      const error = answers.shift() ?? null;
      if (error) throw error;
      return { message: {}, reply: null };
    },
    async delete(path: string) {
      deleted.push(path.split("/").at(-1) ?? "");
      return null;
    },
    // What a caller asks for decides the type, as with the real client.
  } as unknown as ConstructorParameters<typeof ChatStarter>[0];
  return { starter: new ChatStarter(client, projectId), made, sent, deleted };
}

describe("the beginning of a conversation", () => {
  it("is the conversation and its first message", async () => {
    const { starter, sent, deleted } = make();
    expect(await starter.start({ content: "hello", attachments: [] })).toBe("s1");
    expect(sent).toMatchObject([{ sessionId: "s1", content: "hello" }]);
    expect(deleted).toEqual([]);
  });

  it("is repeated under the same keys when its answer is lost, and the conversation stays", async () => {
    const { starter, made, sent, deleted } = make(lost, refused("unavailable"));
    await expect(starter.start(ok)).rejects.toThrow(lost);
    await expect(starter.start(ok)).rejects.toThrow(ApiError);
    expect(await starter.start(ok)).toBe("s1");
    expect(made.size).toBe(1);
    expect(new Set(sent.map(({ key }) => key)).size).toBe(1);
    expect(deleted).toEqual([]);
  });

  it("leads to the conversation when the message turns out to be stored", async () => {
    const { starter } = make(lost, refused("conflict", { committed: true }));
    await expect(starter.start(ok)).rejects.toThrow(lost);
    expect(await starter.start(ok)).toBe("s1");
  });

  it("is left alone while an earlier try is under way", async () => {
    const { starter, deleted } = make(refused("conflict", { committed: false }));
    await expect(starter.start(ok)).rejects.toThrow(ConnectionError);
    expect(await starter.start(ok)).toBe("s1");
    expect(deleted).toEqual([]);
  });

  it("leaves nothing behind when it is refused, and begins anew then", async () => {
    const { starter, made, sent, deleted } = make(refused("validation-failed"));
    await expect(starter.start(ok)).rejects.toThrow(ApiError);
    expect(deleted).toEqual(["s1"]);
    expect(await starter.start(ok)).toBe("s2");
    expect(made.size).toBe(2);
    expect(new Set(sent.map(({ key }) => key)).size).toBe(2);
  });

  it("leaves a conversation alone that may hold another text", async () => {
    const { starter, sent, deleted } = make(lost, refused("validation-failed"));
    await expect(starter.start(ok)).rejects.toThrow(lost);
    await expect(starter.start({ ...ok, content: "hello again" })).rejects.toThrow(ApiError);
    expect(deleted).toEqual(["s2"]);
    expect(new Set(sent.map(({ key }) => key)).size).toBe(2);
  });

  it("is another one each time", async () => {
    const { starter } = make();
    expect([await starter.start(ok), await starter.start(ok)]).toEqual(["s1", "s2"]);
  });
});
