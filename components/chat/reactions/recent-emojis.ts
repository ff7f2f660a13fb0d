/** The emojis that are offered first. */
const mostOften = 8;
const storageKey = "reactions";

/** The emojis pressed last in this browser, filled up with the usual ones. */
export function recentEmojis(usual: readonly string[]): string[] {
  return [...new Set([...read(), ...usual])].slice(0, mostOften);
}

/** Notes that one was pressed. */
export function noteEmoji(emoji: string): void {
  try {
    localStorage.setItem(storageKey, JSON.stringify([...new Set([emoji, ...read()])].slice(0, mostOften)));
  } catch {
    // Without storage the usual ones stay first.
  }
}

function read(): string[] {
  try {
    const value: unknown = JSON.parse(localStorage.getItem(storageKey) ?? "[]");
    return Array.isArray(value) ? value.filter((one) => typeof one === "string") : [];
  } catch {
    return [];
  }
}
