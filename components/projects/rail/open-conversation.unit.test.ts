import { describe, expect, it, vi } from "vitest";
import { OpenConversation } from "./open-conversation";

describe("the conversation that is open", () => {
  it("is brought to the same message as often as somebody asks", () => {
    const jumpTo = vi.fn<(messageId: string) => void>();
    const open = new OpenConversation();
    open.show("one", jumpTo);
    expect([open.jumpTo("one", "m"), open.jumpTo("one", "m")]).toEqual([true, true]);
    expect(jumpTo.mock.calls).toEqual([["m"], ["m"]]);
  });

  it("leaves the messages of others to their addresses", () => {
    const jumpTo = vi.fn<(messageId: string) => void>();
    const open = new OpenConversation();
    expect(open.jumpTo("one", "m")).toBe(false);
    const close = open.show("one", jumpTo);
    expect(open.jumpTo("two", "m")).toBe(false);
    close();
    expect(open.jumpTo("one", "m")).toBe(false);
    expect(jumpTo).not.toHaveBeenCalled();
  });

  it("stays open when the one before it goes late", () => {
    const jumpTo = vi.fn<(messageId: string) => void>();
    const open = new OpenConversation();
    const closeFirst = open.show("one", () => undefined);
    open.show("two", jumpTo);
    closeFirst();
    expect(open.jumpTo("two", "m")).toBe(true);
  });
});
