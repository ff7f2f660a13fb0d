import "server-only";
import { z } from "zod";
import { fenced, nameOf } from "./claude";
import { momentOf, toImported, type ImportedMessage, type ReadConversation } from "./conversation";

const node = z.object({
  message: z
    .object({
      author: z.object({ role: z.string() }).nullish().catch(null),
      create_time: z.unknown().optional(),
      recipient: z.string().nullish(),
      content: z.looseObject({ content_type: z.string() }).nullish().catch(null),
      metadata: z
        .looseObject({
          model_slug: z.string().nullish().catch(null),
          is_visually_hidden_from_conversation: z.boolean().nullish().catch(null),
          attachments: z.array(z.unknown()).nullish().catch(null),
          content_references: z.array(z.unknown()).nullish().catch(null),
        })
        .nullish()
        .catch(null),
    })
    .nullish()
    .catch(null),
  parent: z.string().nullish().catch(null),
});
const attachment = z.object({ name: z.string() });
const reference = z.object({ matched_text: z.string().min(1), url: z.string().nullish().catch(null), title: z.string().nullish().catch(null), alt: z.string().nullish().catch(null), items: z.array(z.object({ url: z.string(), title: z.string().nullish().catch(null) })).nullish().catch(null) });
const canvas = z.object({ name: z.string().nullish().catch(null), type: z.string().nullish().catch(null), content: z.string() });

const pointer = z.object({ content_type: z.string() });

/** A conversation in ChatGPT's `conversations.json`: a tree of messages, of which `current_node` ends the one in use. */
export const chatGptConversation = z.object({
  title: z.string().nullish(),
  create_time: z.unknown().optional(),
  update_time: z.unknown().optional(),
  conversation_id: z.string().nullish(),
  id: z.string().nullish(),
  current_node: z.string().nullish().catch(null),
  default_model_slug: z.string().nullish().catch(null),
  mapping: z.record(z.string(), z.unknown()),
});

/** @param now for what has no time of its own */
export function fromChatGpt(conversation: z.output<typeof chatGptConversation>, now: string): ReadConversation {
  const createdAt = momentOf(conversation.create_time, { fallback: now, now });
  const context = { fallback: createdAt, now, model: conversation.default_model_slug ?? null };
  const nodes = Object.entries(conversation.mapping).map(([id, value]) => {
    const parsed = node.safeParse(value);
    return { id, parent: parsed.data?.parent ?? null, message: parsed.data?.message ? toMessage(parsed.data.message, context) : null };
  });
  return toImported({
    source: "chatgpt",
    sourceId: conversation.conversation_id ?? conversation.id ?? "",
    title: conversation.title ?? "",
    createdAt,
    updatedAt: momentOf(conversation.update_time, { fallback: createdAt, now }),
    nodes,
    current: conversation.current_node ?? null,
  });
}

type Message = NonNullable<z.output<typeof node>["message"]>;

function toMessage({ author, create_time: time, recipient, content, metadata }: Message, context: { fallback: string; now: string; model: string | null }): ImportedMessage | null {
  const role = author?.role;
  if ((role !== "user" && role !== "assistant") || metadata?.is_visually_hidden_from_conversation) return null;
  const files = (metadata?.attachments ?? []).flatMap((value) => {
    const parsed = attachment.safeParse(value);
    return parsed.success ? [`*[${nameOf(parsed.data.name)}]*`] : [];
  });
  // Of what it said to its tools only the text that it wrote beside the conversation was shown.
  const isCall = role === "assistant" && recipient && recipient !== "all";
  if (isCall && !recipient.startsWith("canmore.create")) return null;
  const text = isCall ? canvasOf(content?.["text"]) : withLinks(textOf(content ?? {}, files.length > 0), metadata?.content_references ?? []);
  return { role, content: [text, ...files].filter(Boolean).join("\n\n"), createdAt: momentOf(time, context), model: role === "assistant" ? (metadata?.model_slug ?? context.model) : null };
}

function canvasOf(text: unknown): string {
  const { data } = canvas.safeParse(typeof text === "string" ? parseOrNull(text) : null);
  if (!data) return "";
  const language = data.type?.startsWith("code/") ? data.type.slice(5).replaceAll(/[^\w+#-]/g, "") : null;
  const body = language === null ? data.content : fenced(data.content, language);
  return data.name ? `**${nameOf(data.name)}**\n\n${body}` : body;
}

function parseOrNull(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** Puts links in the place of the marks that stand for sources; those without a known address are dropped. */
function withLinks(text: string, references: unknown[]): string {
  if (!/[\uE200-\uE2FF]/.test(text)) return text;
  const links = new Map(references.flatMap((value): [string, string][] => {
    const parsed = reference.safeParse(value);
    if (!parsed.success) return [];
    const { matched_text: mark, items, url, title, alt } = parsed.data;
    const sources = items?.length ? items : url ? [{ url, title }] : [];
    const shown = sources.flatMap((source) => (/^https?:\/\/[^\s<>]+$/i.test(source.url) ? [`[${nameOf(source.title ?? hostOf(source.url))}](<${source.url}>)`] : []));
    return [[mark, shown.length > 0 ? `(${shown.join(", ")})` : (alt ?? "")]];
  }));
  return text.replaceAll(/\uE200[^\uE200\uE201]*\uE201/g, (mark) => links.get(mark) ?? "").replaceAll(/[\uE200-\uE2FF]/g, "");
}

const hostOf = (url: string): string => (URL.canParse(url) ? new URL(url).hostname : "");

/** @param named whether the files have names beside the text, so that nothing needs to stand in their place */
function textOf(content: Record<string, unknown>, named: boolean): string {
  const type = content["content_type"];
  const parts = Array.isArray(content["parts"]) ? content["parts"] : [];
  if (type === "text") return parts.filter((part) => typeof part === "string").join("\n\n");
  // Pictures and voices are files of the export that the conversation only points to.
  if (type === "multimodal_text") return parts.map((part) => (typeof part === "string" ? part : typeof part?.text === "string" ? part.text : named ? "" : `*[${kindOf(part)}]*`)).filter(Boolean).join("\n\n");
  if (type === "code" && typeof content["text"] === "string") return fenced(content["text"], typeof content["language"] === "string" && content["language"] !== "unknown" ? content["language"].replaceAll(/[^\w+#-]/g, "") : "");
  return "";
}

const kindOf = (part: unknown): string => (pointer.safeParse(part).data?.content_type.includes("audio") ? "audio" : "image");
