import "server-only";

/** On one line, so that no text can pass for another part of a prompt. */
export const oneLine = (text: string): string => text.replaceAll(/\s+/g, " ").trim();

/** What a message says; the names of its files where it says nothing. */
export const wordsOf = ({ content, attachments }: { content: string; attachments: readonly { name: string }[] }): string => content || attachments.map(({ name }) => name).join(", ");

/** What a person wrote, with their name before it. */
export const named = (userName: string | null, text: string): string => `${oneLine(userName ?? "Someone")}: ${text}`;

/** A text between tags that nothing in it can close. */
export const asData = (tag: string, text: string): string => `<${tag}>\n${text.replaceAll(new RegExp(`<(/?)${tag}`, "gi"), `‹$1${tag}`)}\n</${tag}>`;
