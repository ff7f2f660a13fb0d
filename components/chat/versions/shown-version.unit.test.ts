import { describe, expect, it } from "vitest";
import type { MessageVersion } from "@/lib/chat/schemas";
import { anAnswer, at, messageId } from "../state/testing/messages";
import { asShown } from "./shown-version";

const source = (quote: string) => ({ n: 1, documentId: messageId(900), title: "Notes", page: null, start: 0, end: 5, quote });
const answer = anAnswer(2, { content: "Now [1]", status: "complete", versions: 1, citations: [source("now")], updatedAt: at(9) });
const version: MessageVersion = { version: 1, content: "Before [1]", status: "stopped", citations: [source("before")], metadata: {}, userId: null, writtenAt: at(2), replacedAt: at(9) };
const chosen = { of: 1, version };

describe("an answer as it is shown", () => {
  it("is itself unless the reader turned to an earlier version of it", () => {
    expect(asShown(answer, null)).toBe(answer);
  });

  it("has the text and the sources of the version", () => {
    expect(asShown(answer, chosen)).toEqual({ ...answer, content: "Before [1]", status: "stopped", citations: [source("before")] });
  });

  it("is the newest when a further one is begun", () => {
    const begun = anAnswer(2, { versions: 2 });
    expect(asShown(begun, chosen)).toBe(begun);
    const written = anAnswer(2, { versions: 2, status: "complete" });
    expect(asShown(written, chosen)).toBe(written);
  });

  it("has nothing of a version once it is deleted", () => {
    const deleted = { ...answer, content: "", citations: [], deletedAt: at(20) };
    expect(asShown(deleted, chosen)).toBe(deleted);
  });
});
