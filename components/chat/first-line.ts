import type { Message } from "@/lib/chat/schemas";
import { plainText } from "@/lib/markdown/plain-text";
import { namesOf } from "./attachments/pictures";

/** Longer than any line that shows it. */
const maxLength = 200;

/** The beginning of a message as one line of plain text, without the marks of its Markdown. */
export const firstLine = (content: string): string => plainText(content.slice(0, maxLength * 3)).slice(0, maxLength).toWellFormed().replace(/\uFFFD$/, "");

/** A message in one line: its beginning, or the names of its files when it is nothing but these. */
export const lineOf = ({ content, attachments }: Pick<Message, "content" | "attachments">): string => firstLine(content) || namesOf(attachments);
