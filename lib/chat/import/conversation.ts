import "server-only";
import { cleanTitle } from "@/lib/core/file-names";
import { maxMessageLength } from "@/lib/chat/schemas";
import type { ChatImport } from "./schemas";
import { toLines, type ImportedNode } from "./lines";

export type ImportSource = NonNullable<ChatImport["source"]>;
export type ImportedMessage = { role: "user" | "assistant"; content: string; createdAt: string; model: string | null };
/** Takes the place of the message `fork`, which counts through the messages and then those of the branches before it. */
export type ImportedBranch = { fork: number; messages: ImportedMessage[] };

/** A conversation of another program: the messages in use, oldest first, and the other ways that it went. */
export type ImportedConversation = {
  source: ImportSource;
  /** Its id there. */
  sourceId: string;
  title: string;
  createdAt: string;
  updatedAt: string;
  messages: ImportedMessage[];
  branches: ImportedBranch[];
};
export type SkipReason = keyof ChatImport["skipReasons"];
export type ReadConversation = ImportedConversation | { skipped: Exclude<SkipReason, "existing"> };

type Tree = Omit<ImportedConversation, "messages" | "branches"> & { nodes: ImportedNode[]; current: string | null };

/** The longest text of one message of the export, in UTF-16 units; what goes beyond it is left out, with a note. */
const maxContent = 200_000;
const cutNote = "\n\n[…]";
/** Of a conversation with its branches, which repeat what one of them only adds to. */
const maxMessages = 10_000;
const maxTotalContent = 20_000_000;

/**
 * A moment of an export as ISO 8601, or the fallback where it says none that makes sense. None lies ahead, where it
 * would keep its conversation on top of the list for good.
 * @param now ISO 8601 as well
 */
export function momentOf(value: unknown, { fallback, now }: { fallback: string; now: string }): string {
  const date = typeof value === "number" ? new Date(value > 100_000_000_000 ? value : value * 1_000) : typeof value === "string" ? new Date(value) : null;
  const time = date?.getTime() ?? NaN;
  return time >= 0 ? new Date(Math.min(time, Date.parse(now))).toISOString() : fallback;
}

/** A conversation that the database can hold, whatever its export says. */
export function toImported({ sourceId, title, nodes, current, ...conversation }: Tree): ReadConversation {
  if (cleanTitle(sourceId) === "") return { skipped: "unreadable" };
  const cleaned = nodes.map(({ message, ...node }) => ({ ...node, message: message && { ...message, content: cleanText(message.content), model: message.model && cleanTitle(message.model) } }));
  const lines = toLines(cleaned, current, toMessages);
  if (!lines) return { skipped: "too-large" };
  if (lines.messages.length === 0) return { skipped: "empty" };
  const all = [...lines.messages, ...lines.branches.flatMap(({ messages }) => messages)];
  if (all.length > maxMessages || all.reduce((sum, { content }) => sum + content.length, 0) > maxTotalContent) return { skipped: "too-large" };
  return { ...conversation, sourceId: cleanTitle(sourceId), title: cleanTitle(title), ...lines };
}

/** A text that the database can hold: no NUL, no half characters, and not endless. */
function cleanText(text: string): string {
  const plain = text.replaceAll("\u0000", "\uFFFD").trim();
  return (plain.length > maxContent ? plain.slice(0, maxContent - cutNote.length) + cutNote : plain).toWellFormed();
}

/** One side's turn as messages of at most the length that may be typed; a text in several parts says so with `[…]`. */
function toMessages(turn: ImportedMessage[]): ImportedMessage[] {
  const [first] = turn;
  if (!first) return [];
  const parts: string[] = [];
  let length = 0;
  for (const { content } of turn) {
    if (length > maxContent) break;
    parts.push(content);
    length += content.length + 2;
  }
  return split(cleanText(parts.join("\n\n"))).map((content) => ({ ...first, content }));
}

function split(text: string): string[] {
  const parts: string[] = [];
  let start = 0;
  while (text.length - start > maxMessageLength - cutNote.length) {
    const end = start + maxMessageLength - 2 * cutNote.length;
    const line = text.lastIndexOf("\n", end);
    // A pair of surrogates stays together.
    const cut = line > end - 2_000 ? line : /[\uD800-\uDBFF]/.test(text.charAt(end - 1)) ? end - 1 : end;
    parts.push(text.slice(start, cut));
    start = cut;
  }
  parts.push(text.slice(start));
  return parts.map((part, index) => `${index > 0 ? "[…]\n\n" : ""}${part.trim()}${index < parts.length - 1 ? cutNote : ""}`);
}
