import { describe, expect, it } from "vitest";
import type { Upload } from "@/components/uploads/upload-queue";
import { sendingState, type Wish } from "./sending-state";

const file = (id: string, state: Upload<unknown>["state"]) => ({ id, state });
const stateOf = (text: string, uploads: ReturnType<typeof file>[], wish: Wish | null = null) => sendingState({ text, uploads, mostLength: 20, wish });

describe("what can be sent", () => {
  it("is a text of a length that is taken, or files that have arrived", () => {
    expect(stateOf("hello", []).canSend).toBe(true);
    expect(stateOf(" \n", []).canSend).toBe(false);
    expect(stateOf("x".repeat(21), []).canSend).toBe(false);
    expect(stateOf("", [file("a", "done")]).canSend).toBe(true);
    expect(stateOf("", [file("a", "done"), file("b", "sending")]).canSend).toBe(false);
  });
});

describe("a message that waits for its files", () => {
  const wish = { text: "hello", uploads: ["a"] };

  it("goes once they are there, or taken off", () => {
    expect(stateOf("hello", [file("a", "sending")], wish)).toMatchObject({ isWaiting: true, isReady: false });
    expect(stateOf("hello", [file("a", "done")], wish)).toMatchObject({ isWaiting: false, isReady: true });
    expect(stateOf("hello", [], wish)).toMatchObject({ isReady: true });
  });

  it("takes files along that were added meanwhile", () => {
    expect(stateOf("hello", [file("a", "done"), file("b", "sending")], wish)).toMatchObject({ isWaiting: true, isReady: false });
  });

  it("is held up by one that couldn't be uploaded", () => {
    expect(stateOf("hello", [file("a", "failed")], wish)).toMatchObject({ isHeldUp: true, isWaiting: false, isReady: false });
  });

  it("waits no more once it is cleared or written on", () => {
    for (const text of ["", "hell", "hello, I"]) expect(stateOf(text, [file("a", "done")], wish)).toMatchObject({ isWished: false, isReady: false });
  });

  it("of files alone goes with those that it was to be sent with, and never with others", () => {
    const files = { text: "", uploads: ["a", "b"] };
    expect(stateOf("", [file("a", "done"), file("b", "failed")], files)).toMatchObject({ isHeldUp: true });
    expect(stateOf("", [file("a", "done"), file("b", "sending")], files)).toMatchObject({ isWaiting: true, isReady: false });
    expect(stateOf("", [file("a", "done"), file("b", "done")], files)).toMatchObject({ isReady: true });
    expect(stateOf("", [], files)).toMatchObject({ isWished: false });
    expect(stateOf("", [file("c", "done")], files)).toMatchObject({ isWished: false, isReady: false });
  });
});
