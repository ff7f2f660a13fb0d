import "server-only";
import type { Tx } from "@/lib/core/db";
import { listNamedMembers } from "./queries";

type Person = { id: string; name: string };

/** The members whose names stand in a text after an @, as ids. */
export const mentionsIn = async (tx: Tx, projectId: string, content: string): Promise<string[]> =>
  content.includes("@") ? findMentions(content, await listNamedMembers(tx, projectId)) : [];

/**
 * Those of `people` whom a text names after an @, each once, in the order of the text. The longest name that fits is
 * meant ("@Ada Lovelace" is not Ada); whoever share it are all meant. Letters' case doesn't count; an address of mail
 * mentions nobody.
 */
export function findMentions(content: string, people: readonly Person[]): string[] {
  const byName = Map.groupBy(people, ({ name }) => alike(name));
  const longestFirst = [...byName.keys()].filter((name) => name !== "").toSorted((one, other) => other.length - one.length);
  const text = content.normalize("NFC");
  const found = new Set<string>();
  for (const { index } of text.matchAll(start)) {
    const name = longestFirst.find((candidate) => {
      const end = index + 1 + candidate.length;
      return text.slice(index + 1, end).toLowerCase() === candidate && !wordCharacter.test(text.slice(end, end + 2));
    });
    if (name === undefined) continue;
    for (const { id } of byName.get(name) ?? []) found.add(id);
  }
  return [...found];
}

/** An @ that doesn't end a word. */
const start = /(?<![\p{L}\p{N}_])@/gu;
/** What would go on a name: two UTF-16 units are looked at, since a letter may take both. */
const wordCharacter = /^[\p{L}\p{M}\p{N}_]/u;
const alike = (name: string): string => name.normalize("NFC").trim().toLowerCase();
