import "server-only";
import type { Citation, Message } from "@/lib/chat/schemas";
import { exportTexts as texts, momentText } from "./texts";

/** The beginning of a conversation as Markdown. */
export const markdownHead = (title: string, at: string): string => `# ${oneLine(title || texts.untitled)}\n\n*${texts.exported(momentText(at))}*\n`;

/** A message as Markdown: who and when, the text as a quotation, what came with it and what it rests on. */
export function messageMarkdown(message: Message): string {
  const marks = [message.metadata["editedAt"] ? texts.edited : "", message.pinnedAt ? texts.pinned : "", message.role === "assistant" ? oneLine(String(message.metadata["model"] ?? "")) : ""];
  const heading = `## ${oneLine(authorOf(message))} · ${[momentText(message.createdAt), ...marks.filter(Boolean)].join(" · ")}`;
  const parts = [heading, message.deletedAt ? `*${texts.deleted}*` : quoted(message.content), noteOf(message), attachmentsOf(message), sourcesOf(message.citations)];
  return `\n---\n\n${parts.filter(Boolean).join("\n\n")}\n`;
}

export const authorOf = ({ role, userName }: Message): string => (role === "assistant" ? texts.assistant : (userName ?? texts.gone));

const noteOf = ({ status, deletedAt }: Message): string => (deletedAt || !texts.unfinished[status] ? "" : `*${texts.unfinished[status]}*`);
const attachmentsOf = ({ attachments }: Message): string => (attachments.length > 0 ? `${texts.attachments}: ${attachments.map(({ name }) => `\`${oneLine(name).replaceAll("`", "'")}\``).join(", ")}` : "");

function sourcesOf(citations: Citation[]): string {
  if (citations.length === 0) return "";
  return `${texts.sources}:\n\n${citations.map(citationLine).join("\n")}`;
}

const citationLine = ({ n, title, page, quote }: Citation): string => `- [${n}] ${oneLine(title)}${page === null ? "" : `, ${texts.page(page)}`}: “${oneLine(quote)}”`;

const oneLine = (text: string): string => text.replaceAll(/\s+/g, " ").trim();

/** A text as a quotation, in which nothing is changed: its headings, rules and open blocks of code end with it, so that they can't pass for another message. */
const quoted = (content: string): string => (content === "" ? "" : content.split(/\r\n?|\n/).map((line) => (line === "" ? ">" : `> ${line}`)).join("\n"));
