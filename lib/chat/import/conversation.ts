import "server-only";

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

/** A moment of an export as ISO 8601, or the fallback where it says none that makes sense. */
export function momentOf(value: unknown, fallback: string): string {
  const date = typeof value === "number" ? new Date(value * 1_000) : typeof value === "string" ? new Date(value) : null;
  const year = date?.getUTCFullYear();
  return date && year !== undefined && year >= 1970 && year < 3_000 ? date.toISOString() : fallback;
}

/** A text that the database can hold: no NUL, no half characters, and not endless. */
export function cleanText(text: string): string {
  const plain = text.replaceAll("\u0000", "\uFFFD").trim();
  return (plain.length > mostContent ? plain.slice(0, mostContent - cutNote.length) + cutNote : plain).toWellFormed();
}

/**
 * Joins what one side says in a row into one message, as between tool calls, and leaves out what says nothing.
 * Times never run backwards, whatever the export says.
 */
export function inTurns(messages: ImportedMessage[]): ImportedMessage[] {
  const turns: ImportedMessage[] = [];
  for (const message of messages) {
    const content = cleanText(message.content);
    if (content === "") continue;
    const last = turns.at(-1);
    const createdAt = last && message.createdAt < last.createdAt ? last.createdAt : message.createdAt;
    if (last?.role === "assistant" && message.role === "assistant") last.content = cleanText(`${last.content}\n\n${content}`);
    else turns.push({ ...message, content, createdAt });
  }
  return turns;
}
