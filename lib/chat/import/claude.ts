import "server-only";
import { z } from "zod";
import { momentOf, toImported, type ReadConversation } from "./conversation";
import type { ImportedNode } from "./lines";

const claudeMessage = z.object({
  uuid: z.string().nullish(),
  parent_message_uuid: z.string().nullish(),
  text: z.string().nullish(),
  content: z.array(z.looseObject({ type: z.string(), text: z.string().nullish() })).nullish(),
  sender: z.string(),
  created_at: z.unknown().optional(),
  attachments: z.array(z.looseObject({ file_name: z.string().nullish(), extracted_content: z.string().nullish() })).nullish(),
  files: z.array(z.looseObject({ file_name: z.string().nullish() })).nullish(),
});
type ClaudeMessage = z.output<typeof claudeMessage>;

/** A conversation in Claude's `conversations.json`. */
export const claudeConversation = z.object({
  uuid: z.string(),
  name: z.string().nullish(),
  created_at: z.unknown().optional(),
  updated_at: z.unknown().optional(),
  current_leaf_message_uuid: z.string().nullish(),
  chat_messages: z.array(z.unknown()),
});

/** Edited questions and repeated answers have the same parent. @param now for what has no time of its own */
export function fromClaude(conversation: z.output<typeof claudeConversation>, now: string): ReadConversation {
  const createdAt = momentOf(conversation.created_at, { fallback: now, now });
  const nodes: ImportedNode[] = [];
  for (const [index, value] of conversation.chat_messages.entries()) {
    const parsed = claudeMessage.safeParse(value);
    if (!parsed.success) continue;
    const { uuid, parent_message_uuid: parent, sender, created_at: time } = parsed.data;
    const role = sender === "human" ? "user" : sender === "assistant" ? "assistant" : null;
    const content = [textOf(parsed.data), ...attached(parsed.data)].filter(Boolean).join("\n\n");
    // Older exports name no parents: there each message follows the one before it.
    nodes.push({ id: uuid ?? String(index), parent: parent ?? nodes.at(-1)?.id ?? null, message: role && { role, content, createdAt: momentOf(time, { fallback: createdAt, now }), model: role === "assistant" ? "Claude" : null } });
  }
  return toImported({ source: "claude", sourceId: conversation.uuid, title: conversation.name ?? "", createdAt, updatedAt: momentOf(conversation.updated_at, { fallback: createdAt, now }), nodes, current: conversation.current_leaf_message_uuid ?? nodes.at(-1)?.id ?? null });
}

/** What was said; thoughts and calls of tools are left out. */
function textOf({ text, content }: ClaudeMessage): string {
  const said = (content ?? []).flatMap((block) => (block.type === "text" && block.text ? [block.text] : []));
  return said.length > 0 ? said.join("\n\n") : (text ?? "");
}

/** The names of what was attached, and the text that Claude read out of it. */
function attached({ attachments, files }: ClaudeMessage): string[] {
  const texts = (attachments ?? []).map(({ file_name: name, extracted_content: text }) => `**${nameOf(name)}**${text ? `\n\n${fenced(text)}` : ""}`);
  const names = (files ?? []).map(({ file_name: name }) => `*[${nameOf(name)}]*`);
  return [...texts, ...names];
}

export const nameOf = (name: string | null | undefined): string => (name ?? "").replaceAll(/[*_[\]`\n]/g, " ").trim() || "file";

/** A fence that is longer than any in the text. */
export function fenced(text: string, language = ""): string {
  // A text may hold more fences than a call takes arguments.
  const longest = [...text.matchAll(/`{3,}/g)].reduce((most, [ticks]) => Math.max(most, ticks.length), 2);
  const fence = "`".repeat(longest + 1);
  return `${fence}${language}\n${text}\n${fence}`;
}
