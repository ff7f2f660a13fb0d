import { z } from "zod";
import { idParam, isoTime, pageOf, pageQuery } from "@/lib/core/common-schemas";

const messageStatuses = ["streaming", "complete", "stopped", "interrupted", "failed"] as const;
export const mostMessageLength = 32_000;

export const projectParams = z.object({ projectId: idParam });
export const sessionParams = z.object({ projectId: idParam, sessionId: idParam });
export const messageParams = sessionParams.extend({ messageId: idParam });

const title = z.string().trim().max(255);
export const createSessionInput = z.object({ title: title.default("") });
export const updateSessionInput = z.object({ title: title.min(1, "must not be empty").optional(), archived: z.boolean().optional() });

export const chatSession = z
  .object({
    id: z.uuid(),
    projectId: z.uuid(),
    userId: z.uuid().nullable(),
    /** Empty until the first exchange gives one. */
    title: z.string(),
    archived: z.boolean(),
    createdAt: isoTime,
    updatedAt: isoTime,
  })
  .meta({ id: "ChatSession" });
export type ChatSession = z.infer<typeof chatSession>;
export const chatSessionPage = pageOf(chatSession);
export const listSessionsQuery = pageQuery.extend({ archived: z.enum(["true", "false"]).optional().transform((value) => value === "true") });

export const citation = z
  .object({
    n: z.number().int(),
    documentId: z.uuid(),
    title: z.string(),
    page: z.number().int().nullable(),
    /** Character offsets (UTF-16 units) within the page's text. */
    start: z.number().int(),
    end: z.number().int(),
    quote: z.string(),
  })
  .meta({ id: "Citation" });
export type Citation = z.infer<typeof citation>;

export const message = z
  .object({
    id: z.uuid(),
    sessionId: z.uuid(),
    userId: z.uuid().nullable(),
    /** Null for the assistant and for accounts that are gone. */
    userName: z.string().nullable(),
    role: z.enum(["user", "assistant"]),
    content: z.string(),
    status: z.enum(messageStatuses),
    replyTo: z.uuid().nullable(),
    citations: z.array(citation),
    /** For an answer: `model`, `firstTokenMs`, `durationMs`, `problem` (a code) when it failed. */
    metadata: z.record(z.string(), z.unknown()),
    createdAt: isoTime,
    updatedAt: isoTime,
    deletedAt: isoTime.nullable(),
  })
  .meta({ id: "Message" });
export type Message = z.infer<typeof message>;

export const messagePage = z.object({ items: z.array(message), nextCursor: z.string().nullable(), previousCursor: z.string().nullable() });
export type MessagePage = z.infer<typeof messagePage>;

const content = z
  .string()
  .max(mostMessageLength, `must have ${mostMessageLength} characters or fewer`)
  .refine((text) => text.trim().length > 0, "must not be empty");
export const plainMessageInput = z.object({ content, replyTo: z.guid().optional() });

export const updateMessageInput = z.object({ content });

/** What an AI SDK client sends: the whole conversation, of which only the newest message of the user is new. */
const aiSdkMessageInput = z.object({
  id: z.string().max(200).optional(),
  trigger: z.enum(["submit-message", "regenerate-message"]).optional(),
  messageId: z.string().max(200).optional(),
  messages: z
    .array(z.object({ id: z.string().max(200).optional(), role: z.string().max(32), parts: z.array(z.looseObject({ type: z.string().max(64), text: z.string().optional() })).max(200) }))
    .min(1)
    .max(2000),
});
export type AiSdkMessageInput = z.output<typeof aiSdkMessageInput>;
export const sendMessageInput = z.union([plainMessageInput, aiSdkMessageInput]);

export const sentMessage = z.object({ message, reply: message.nullable() });
export type SentMessage = z.infer<typeof sentMessage>;

export const typingInput = z.object({ state: z.enum(["start", "stop"]) });
export const listMessagesQuery = z.object({ cursor: z.string().max(2000).optional(), limit: z.coerce.number().int().min(1).max(100).default(50) });
