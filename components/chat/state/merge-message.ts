import type { Message } from "@/lib/chat/schemas";

/** A piece of an answer: `text` stands at `offset` (UTF-16 units) of the message's content. */
export type Delta = { messageId: string; offset: number; text: string };

/**
 * Two views of one message into one. An older row changes nothing. While both stream, the longer text stays, because
 * deltas run ahead of what is stored; a text that has ended wins over one of the same moment that hasn't.
 */
export function mergeRow(known: Message, row: Message): Message {
  if (isBefore(row.updatedAt, known.updatedAt)) return known;
  // An answer waits in a queue before anything else becomes of it.
  if (row.status === "queued") return isBefore(known.updatedAt, row.updatedAt) ? row : known;
  if (row.status !== "streaming") return row;
  if (known.status !== "streaming") return known.status === "queued" || isBefore(known.updatedAt, row.updatedAt) ? row : known;
  return known.content.startsWith(row.content) ? { ...row, content: known.content } : row;
}

/**
 * Adds a piece to a text.
 * @returns the text, which grows or has the piece already; `gap` when something before the piece is missing, and
 * `conflict` when the known text says something else in its place
 */
export function addDelta(content: string, { offset, text }: Delta): { kind: "fits"; content: string } | { kind: "gap" | "conflict" } {
  if (offset > content.length) return { kind: "gap" };
  const known = content.slice(offset, offset + text.length);
  if (!text.startsWith(known)) return { kind: "conflict" };
  return { kind: "fits", content: content + text.slice(known.length) };
}

/** Whether an ISO time lies before another; both in UTC, perhaps of different precision. */
export function isBefore(a: string, b: string): boolean {
  return a.length === b.length ? a < b : Date.parse(a) < Date.parse(b);
}
