/** Conversations to offer at most. */
const most = 5;

/**
 * The conversations whose titles have a word beginning with each word of the query; those that begin with the query
 * come first. Without a query, the first ones as they are.
 */
export function matchTitles<Session extends { title: string }>(sessions: readonly Session[], query: string): Session[] {
  const words = plain(query).split(/\s+/u).filter(Boolean);
  if (words.length === 0) return sessions.slice(0, most);
  const whole = words.join(" ");
  const fits = sessions.filter(({ title }) => {
    const parts = plain(title).split(/[^\p{L}\p{N}]+/u);
    return words.every((word) => parts.some((part) => part.startsWith(word)));
  });
  const begins = ({ title }: Session): boolean => plain(title).startsWith(whole);
  return [...fits.filter(begins), ...fits.filter((session) => !begins(session))].slice(0, most);
}

/** Without case and accents, as one types in a hurry. */
const plain = (text: string): string => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().trim();
