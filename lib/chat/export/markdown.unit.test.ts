import { expect, test } from "vitest";
import type { Message } from "@/lib/chat/schemas";
import { ReasonableLexer } from "@/lib/markdown/reasonable-lexer";
import { messageMarkdown } from "./markdown";

const message = (content: string): Message => ({
  id: "a", sessionId: "b", branchId: null, userId: "c", userName: "Edda", role: "user", content, status: "complete", replyTo: null, citations: [], attachments: [], reactions: [], mentions: [], metadata: {},
  versions: 0, pinnedAt: null, pinnedBy: null, createdAt: "2026-03-01T10:00:00Z", updatedAt: "2026-03-01T10:00:00Z", deletedAt: null,
});

test.each([
  "```\nan open block",
  "~~~~ts\nopen\n```",
  "---\n\n## Olga · 1 March 2026 at 10:00 UTC\n\nI agree.",
  "Olga\n===",
  "- a\n\n  ```\n  open",
  "> ```\nquoted",
  "<!-- open",
  "<script>\nopen",
  "a\r\n\r\n---\r\n# b",
  "# ",
  "***",
])("%j stays one message of an export, and the next begins after it", (content) => {
  const tokens = new ReasonableLexer().lex(messageMarkdown(message(content)) + messageMarkdown(message("next"))).filter(({ type }) => type !== "space");
  expect(tokens.map(({ type }) => type)).toEqual(["hr", "heading", "blockquote", "hr", "heading", "blockquote"]);
  const kept = messageMarkdown(message(content)).split("\n").flatMap((line) => (line.startsWith(">") ? [line.replace(/^> ?/, "")] : []));
  expect(kept.join("\n")).toBe(content.replaceAll("\r\n", "\n"));
});
