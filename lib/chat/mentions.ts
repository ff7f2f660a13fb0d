import "server-only";
import { saidToPeople } from "@/lib/assistant/mentions";
import type { Tx } from "@/lib/core/db";
import { findNames } from "./mention-names";
import { listNamedMembers } from "./queries";

/** The members whom a message names, as ids. */
export async function mentionsIn(tx: Tx, projectId: string, content: string): Promise<string[]> {
  const text = saidToPeople(content);
  return text.includes("@") ? findMentions(text, await listNamedMembers(tx, projectId)) : [];
}

/** Those of `people` whom a text names after an @, each once, in the order of the text. Whoever share a name are all meant. */
export const findMentions = (text: string, people: readonly { id: string; name: string }[]): string[] => [
  ...new Set(findNames(text.normalize("NFC"), people).flatMap(({ people: named }) => named.map(({ id }) => id))),
];
