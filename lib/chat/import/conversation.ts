import "server-only";
import { cleanTitle } from "@/lib/core/file-names";

/** A conversation of another program, as far as it can live here: one line of messages, oldest first. */
export type ImportedConversation = {
  source: "chatgpt" | "claude";
  /** Its id there. */
  sourceId: string;
  title: string;
  createdAt: string;
  updatedAt: string;
  messages: ImportedMessage[];
};
export type ImportedMessage = { role: "user" | "assistant"; content: string; createdAt: string; model: string | null };

/** The longest text of one message, in UTF-16 units; what goes beyond it is left out, with a note. */
const mostContent = 200_000;
const cutNote = "\n\n[…]";

/**
 * A moment of an export as ISO 8601, or the fallback where it says none that makes sense. None lies ahead, where it
 * would keep its conversation on top of the list for good.
 * @param now ISO 8601 as well
 */
export function momentOf(value: unknown, { fallback, now }: { fallback: string; now: string }): string {
  const date = typeof value === "number" ? new Date(value * 1_000) : typeof value === "string" ? new Date(value) : null;
  const time = date?.getTime() ?? NaN;
  return time >= 0 ? new Date(Math.min(time, Date.parse(now))).toISOString() : fallback;
}

/** A conversation that the database can hold, whatever its export says; null for one without an id or messages. */
export function toImported({ sourceId, title, messages, ...conversation }: ImportedConversation): ImportedConversation | null {
  const cleaned = { ...conversation, sourceId: cleanTitle(sourceId), title: cleanTitle(title), messages: inTurns(messages) };
  return cleaned.sourceId !== "" && cleaned.messages.length > 0 ? cleaned : null;
}

/** A text that the database can hold: no NUL, no half characters, and not endless. */
function cleanText(text: string): string {
  const plain = text.replaceAll("\u0000", "\uFFFD").trim();
  return (plain.length > mostContent ? plain.slice(0, mostContent - cutNote.length) + cutNote : plain).toWellFormed();
}

/**
 * Joins what one side says in a row into one message, as between tool calls, and leaves out what says nothing.
 * Times never run backwards, whatever the export says.
 */
function inTurns(messages: ImportedMessage[]): ImportedMessage[] {
  const turns: ImportedMessage[] = [];
  for (const message of messages) {
    const content = cleanText(message.content);
    if (content === "") continue;
    const last = turns.at(-1);
    const createdAt = last && message.createdAt < last.createdAt ? last.createdAt : message.createdAt;
    if (last?.role !== "assistant" || message.role !== "assistant") turns.push({ ...message, content, createdAt, model: message.model && cleanTitle(message.model) });
    // What is too long already is cut below; cutting it with each part would take the square of their number.
    else if (last.content.length <= mostContent) last.content += `\n\n${content}`;
  }
  return turns.map((turn) => ({ ...turn, content: cleanText(turn.content) }));
}
