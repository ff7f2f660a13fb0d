import type { Message } from "@/lib/chat/schemas";
import { namesOf } from "./attachments/pictures";

/** Longer than any line that shows it. */
const mostLength = 200;

/** The beginning of a message as one line of plain text, without the marks of its Markdown. */
export function firstLine(content: string): string {
  return content
    .slice(0, mostLength * 3)
    .replaceAll(/```[^\n]*\n?/g, " ")
    .replaceAll(/!?\[([^\]]*)\]\([^)]*\)/g, "$1")
    .replaceAll(/^\s{0,3}(?:#{1,6}\s+|>\s?|[-*+]\s+(?:\[[ x]\]\s+)?|\d+[.)]\s+)/gim, "")
    .replaceAll(/(\*\*|__|~~|`)/g, "")
    .replaceAll(/\s+/g, " ")
    .trim()
    .slice(0, mostLength);
}

/** A message in one line: its beginning, or the names of its files when it is nothing but these. */
export const lineOf = ({ content, attachments }: Pick<Message, "content" | "attachments">): string => firstLine(content) || namesOf(attachments);
