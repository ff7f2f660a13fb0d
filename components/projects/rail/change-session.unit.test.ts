import { describe, expect, it, vi } from "vitest";
import type { ChatSession } from "@/lib/chat/schemas";
import { ApiError, ConnectionError } from "@/lib/http/client";
import { changeSession } from "./change-session";

// What a change reads and writes of a conversation.
const session = { id: "s", projectId: "p", title: "Plans", archived: false } as ChatSession;
const down = new ConnectionError("down");

/** Changes the title, before a server that answers the change and the reading as given. */
async function change(patch: () => Promise<unknown>, get: () => Promise<unknown> = vi.fn()) {
  const shown: ChatSession[] = [];
  // What a caller asks for decides the type, as with the real client.
  const client = { patch, get } as unknown as NonNullable<Parameters<typeof changeSession>[3]>;
  const failure = await changeSession(session, { title: "Other plans", archived: undefined }, (one) => void shown.push(one), client).catch((error: unknown) => error);
  return { shown, failure };
}

describe("a change of a conversation", () => {
  it("shows at once, and what the server made of it after that", async () => {
    const { shown } = await change(async () => ({ ...session, title: "Other plans", archived: true }));
    expect(shown).toEqual([{ ...session, title: "Other plans" }, { ...session, title: "Other plans", archived: true }]);
  });

  it("that fails is taken back, and what others changed meanwhile stays", async () => {
    const { shown, failure } = await change(() => Promise.reject(down), async () => ({ ...session, archived: true }));
    expect(shown.at(-1)).toEqual({ ...session, archived: true });
    expect(failure).toBe(down);
  });

  it("is taken back though nothing can be read either", async () => {
    const { shown, failure } = await change(() => Promise.reject(down), () => Promise.reject(new ConnectionError("down too")));
    expect(shown.at(-1)).toEqual(session);
    expect(failure).toBe(down);
  });

  it("of one that is gone doesn't bring it back", async () => {
    const gone = () => Promise.reject(new ApiError({ type: "about:blank", title: "Not found", status: 404, code: "not-found" }));
    const { shown } = await change(gone, gone);
    expect(shown).toEqual([{ ...session, title: "Other plans" }]);
  });
});
