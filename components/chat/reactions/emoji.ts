import { emojiLines, type EmojiGroupId } from "./emoji-lines";

/** An emoji and the words by which it is found, the first of which names it. */
export type Emoji = { emoji: string; name: string; words: string };
export type EmojiGroup = { id: EmojiGroupId; emojis: readonly Emoji[] };

/** All there is to choose from. (`Object.entries` forgets what the names are.) */
export const emojiGroups: readonly EmojiGroup[] = (Object.entries(emojiLines) as [EmojiGroupId, string][]).map(([id, text]) => ({ id, emojis: text.trim().split("\n").map(parse) }));

/** What people press most; shown until they have pressed others. */
export const usualEmojis = ["👍", "❤️", "😂", "🎉", "👀", "🙏", "🤔", "✅"] as const;

/**
 * The emojis that fit a query, best first: those whose name begins with it, then those with a word that does. A query
 * may be an emoji itself.
 */
export function findEmojis(query: string): Emoji[] {
  const wanted = query.trim().toLowerCase();
  const ranked = emojiGroups.flatMap(({ emojis }) => emojis).map((one) => ({ one, rank: rank(one, wanted) }));
  return ranked.filter(({ rank: value }) => value > 0).toSorted((a, b) => b.rank - a.rank).map(({ one }) => one);
}

function rank({ emoji, name, words }: Emoji, wanted: string): number {
  if (wanted === "" || emoji === wanted) return 3;
  if (name.startsWith(wanted)) return 3;
  const all = `${name} ${words}`.split(/[\s-]+/);
  if (all.includes(wanted)) return 2;
  return wanted.split(/\s+/).every((part) => all.some((word) => word.startsWith(part))) ? 1 : 0;
}

function parse(line: string): Emoji {
  const [shown = "", words = ""] = line.split("|");
  const space = shown.indexOf(" ");
  return { emoji: shown.slice(0, space), name: shown.slice(space + 1), words };
}
