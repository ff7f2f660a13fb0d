import "server-only";
import { z } from "zod";
import { nameOf } from "./claude";
import { momentOf, toImported, type ReadConversation } from "./conversation";
import type { ImportedNode } from "./lines";

const openWebUiMessage = z.object({
  id: z.string().nullish().catch(null),
  parentId: z.string().nullish().catch(null),
  role: z.string(),
  content: z.string().catch(""),
  timestamp: z.unknown().optional(),
  model: z.string().nullish().catch(null),
  files: z.array(z.looseObject({ name: z.string().nullish().catch(null) })).nullish().catch(null),
});

/** A conversation in Open WebUI's export of chats. */
export const openWebUiConversation = z.object({
  id: z.string(),
  title: z.string().nullish().catch(null),
  created_at: z.unknown().optional(),
  updated_at: z.unknown().optional(),
  chat: z.object({
    title: z.string().nullish().catch(null),
    models: z.array(z.string()).nullish().catch(null),
    history: z.object({ messages: z.record(z.string(), z.unknown()), currentId: z.string().nullish().catch(null) }).nullish().catch(null),
    messages: z.array(z.unknown()).nullish().catch(null),
  }),
});

/** @param now for what has no time of its own */
export function fromOpenWebUi({ id, title, created_at: created, updated_at: updated, chat }: z.output<typeof openWebUiConversation>, now: string): ReadConversation {
  const createdAt = momentOf(created, { fallback: now, now });
  const listed = Object.entries(chat.history?.messages ?? {});
  const isTree = listed.length > 0;
  const nodes: ImportedNode[] = [];
  for (const [key, value] of isTree ? listed : Object.entries(chat.messages ?? [])) {
    const { data } = openWebUiMessage.safeParse(value);
    if (!data) continue;
    const role = data.role === "user" || data.role === "assistant" ? data.role : null;
    const content = [data.content, ...(data.files ?? []).map(({ name }) => `*[${nameOf(name)}]*`)].filter(Boolean).join("\n\n");
    const model = role === "assistant" ? (data.model ?? chat.models?.[0] ?? null) : null;
    nodes.push({ id: key, parent: isTree ? (data.parentId ?? null) : (nodes.at(-1)?.id ?? null), message: role && { role, content, createdAt: momentOf(data.timestamp, { fallback: createdAt, now }), model } });
  }
  return toImported({ source: "openwebui", sourceId: id, title: title ?? chat.title ?? "", createdAt, updatedAt: momentOf(updated, { fallback: createdAt, now }), nodes, current: isTree ? (chat.history?.currentId ?? null) : (nodes.at(-1)?.id ?? null) });
}

const textPart = z.object({ type: z.literal("text"), text: z.union([z.string(), z.object({ value: z.string() }).transform(({ value }) => value)]) });
const libreChatMessage = z.object({
  messageId: z.string(),
  parentMessageId: z.string().nullish().catch(null),
  isCreatedByUser: z.boolean(),
  text: z.string().nullish().catch(null),
  content: z.array(z.unknown()).nullish().catch(null),
  model: z.string().nullish().catch(null),
  createdAt: z.unknown().optional(),
  files: z.array(z.looseObject({ filename: z.string().nullish().catch(null) })).nullish().catch(null),
  children: z.array(z.unknown()).nullish().catch(null),
});

/** A conversation as LibreChat exports it: a list of messages that name their parents, or messages within one another. */
export const libreChatConversation = z.object({
  conversationId: z.string(),
  title: z.string().nullish().catch(null),
  exportAt: z.unknown().optional(),
  options: z.looseObject({ model: z.string().nullish().catch(null) }).nullish().catch(null),
  messages: z.array(z.unknown()),
});

/** @param now for what has no time of its own */
export function fromLibreChat({ conversationId, title, options, messages }: z.output<typeof libreChatConversation>, now: string): ReadConversation {
  const nodes: ImportedNode[] = [];
  const waiting: { value: unknown; parent: string | null }[] = messages.map((value) => ({ value, parent: null })).toReversed();
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const { data } = libreChatMessage.safeParse(next.value);
    if (!data) continue;
    const role = data.isCreatedByUser ? "user" : "assistant";
    const parts = (data.content ?? []).flatMap((part) => textPart.safeParse(part).data?.text ?? []);
    const files = (data.files ?? []).map(({ filename }) => `*[${nameOf(filename)}]*`);
    const content = [...(parts.length > 0 ? parts : [data.text ?? ""]), ...files].filter(Boolean).join("\n\n");
    nodes.push({ id: data.messageId, parent: data.parentMessageId ?? next.parent, message: { role, content, createdAt: momentOf(data.createdAt, { fallback: now, now }), model: role === "assistant" ? (data.model ?? options?.model ?? null) : null } });
    for (const child of (data.children ?? []).toReversed()) waiting.push({ value: child, parent: data.messageId });
  }
  const times = nodes.flatMap(({ message }) => message?.createdAt ?? []).toSorted();
  return toImported({ source: "librechat", sourceId: conversationId, title: title ?? "", createdAt: times[0] ?? now, updatedAt: times.at(-1) ?? now, nodes, current: nodes.at(-1)?.id ?? null });
}
