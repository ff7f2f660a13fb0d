import "server-only";
import { z } from "zod";
import { momentOf, toImported, type ImportedConversation, type ImportedMessage } from "./conversation";

const node = z.object({
  message: z
    .object({
      author: z.object({ role: z.string() }),
      create_time: z.unknown().optional(),
      recipient: z.string().nullish(),
      content: z.looseObject({ content_type: z.string() }),
      metadata: z.looseObject({ model_slug: z.string().nullish(), is_visually_hidden_from_conversation: z.boolean().nullish() }).nullish(),
    })
    .nullish(),
  parent: z.string().nullish(),
});

const pointer = z.object({ content_type: z.string() });

/** A conversation in ChatGPT's `conversations.json`: a tree of messages, of which `current_node` ends the one in use. */
export const chatGptConversation = z.object({
  title: z.string().nullish(),
  create_time: z.unknown().optional(),
  update_time: z.unknown().optional(),
  conversation_id: z.string().nullish(),
  id: z.string().nullish(),
  current_node: z.string().nullish(),
  mapping: z.record(z.string(), z.unknown()),
});

/** Null for one that says nothing. @param now for what has no time of its own */
export function fromChatGpt(conversation: z.output<typeof chatGptConversation>, now: string): ImportedConversation | null {
  const createdAt = momentOf(conversation.create_time, { fallback: now, now });
  return toImported({
    source: "chatgpt",
    sourceId: conversation.conversation_id ?? conversation.id ?? "",
    title: conversation.title ?? "",
    createdAt,
    updatedAt: momentOf(conversation.update_time, { fallback: createdAt, now }),
    messages: currentLine(conversation).flatMap((message) => toMessage(message, { fallback: createdAt, now })),
  });
}

type Node = z.output<typeof node>;

/** The messages from the first to the one in use; other branches are left behind. */
function currentLine({ mapping, current_node: current }: z.output<typeof chatGptConversation>): NonNullable<Node["message"]>[] {
  const line: NonNullable<Node["message"]>[] = [];
  const seen = new Set<string>();
  for (let id = current ?? Object.keys(mapping).at(-1); id && !seen.has(id); ) {
    seen.add(id);
    const parsed = node.safeParse(mapping[id]);
    if (!parsed.success) break;
    if (parsed.data.message) line.push(parsed.data.message);
    id = parsed.data.parent ?? undefined;
  }
  return line.toReversed();
}

function toMessage({ author, create_time: time, recipient, content, metadata }: NonNullable<Node["message"]>, times: { fallback: string; now: string }): ImportedMessage[] {
  const { role } = author;
  if ((role !== "user" && role !== "assistant") || metadata?.is_visually_hidden_from_conversation) return [];
  // What it said to its tools was never shown.
  if (role === "assistant" && recipient && recipient !== "all") return [];
  return [{ role, content: textOf(content), createdAt: momentOf(time, times), model: role === "assistant" ? (metadata?.model_slug ?? null) : null }];
}

function textOf(content: Record<string, unknown>): string {
  const type = content["content_type"];
  const parts = Array.isArray(content["parts"]) ? content["parts"] : [];
  if (type === "text") return parts.filter((part) => typeof part === "string").join("\n\n");
  // Pictures and voices are files of the export that the conversation only points to.
  if (type === "multimodal_text") return parts.map((part) => (typeof part === "string" ? part : typeof part?.text === "string" ? part.text : `*[${kindOf(part)}]*`)).join("\n\n");
  if (type === "code" && typeof content["text"] === "string") return `\`\`\`${typeof content["language"] === "string" && content["language"] !== "unknown" ? content["language"] : ""}\n${content["text"]}\n\`\`\``;
  return "";
}

const kindOf = (part: unknown): string => (pointer.safeParse(part).data?.content_type.includes("audio") ? "audio" : "image");
