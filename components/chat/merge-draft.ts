/** Something that is being written: its text, the message that it answers, and when it was last changed (epoch, milliseconds). */
export type Draft = { text: string; replyTo: string | null; at: number };

export const noDraft: Draft = { text: "", replyTo: null, at: 0 };

/**
 * Which of two states of a draft counts: the newer one. What this browser wrote wins over the server's of the same
 * moment, because it is what the server was last told.
 */
export const newerDraft = (local: Draft | null, server: Draft | null): Draft => (!local ? (server ?? noDraft) : !server || local.at >= server.at ? local : server);

/** A draft as it is kept in the browser. */
export const toStored = (draft: Draft): string => JSON.stringify(draft);

/** Null for what isn't a draft, whoever wrote it. */
export function fromStored(stored: string | null): Draft | null {
  if (stored === null) return null;
  try {
    const value: unknown = JSON.parse(stored);
    if (typeof value !== "object" || value === null || !("text" in value) || !("at" in value)) return null;
    const { text, at } = value;
    const replyTo = "replyTo" in value && typeof value.replyTo === "string" ? value.replyTo : null;
    return typeof text === "string" && typeof at === "number" ? { text, replyTo, at } : null;
  } catch {
    return null;
  }
}
