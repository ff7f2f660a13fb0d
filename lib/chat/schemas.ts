import { z } from "zod";
import { attachment } from "@/lib/chat/attachments/schemas";
import { idParam, isoTime, line, pageOf, pageQuery } from "@/lib/core/common-schemas";

const messageStatuses = ["queued", "streaming", "complete", "stopped", "interrupted", "failed"] as const;
export const maxMessageLength = 32_000;

export const projectParams = z.object({ projectId: idParam });
export const sessionParams = z.object({ projectId: idParam, sessionId: idParam });
export const messageParams = sessionParams.extend({ messageId: idParam });

const title = z.string().trim().max(255);
export const createSessionInput = z.object({ title: title.default("") });

/** When the assistant answers, and what becomes of a question while another answer is being written. */
const sessionSettings = {
  assistantMode: z.enum(["always", "mentioned", "never"]),
  /** One of the configured models; null is the project's. */
  model: z.string().max(127).nullable(),
  whenBusy: z.enum(["queue", "parallel"]),
};
export const updateSessionInput = z.object({
  title: title.min(1, "must not be empty").optional(),
  archived: z.boolean().optional(),
  assistantMode: sessionSettings.assistantMode.optional(),
  model: sessionSettings.model.optional(),
  whenBusy: sessionSettings.whenBusy.optional(),
});
export type UpdateSessionInput = z.output<typeof updateSessionInput>;

export const chatSession = z
  .object({
    id: z.uuid(),
    projectId: z.uuid(),
    userId: z.uuid().nullable(),
    /** Empty until the first exchange gives one. */
    title: z.string(),
    archived: z.boolean(),
    ...sessionSettings,
    /** The branch that whoever opens the conversation sees; null is the trunk. */
    activeBranchId: z.uuid().nullable(),
    createdAt: isoTime,
    updatedAt: isoTime,
  })
  .meta({ id: "ChatSession" });
export type ChatSession = z.infer<typeof chatSession>;
export const chatSessionPage = pageOf(chatSession);
const flag = z.enum(["true", "false"]).optional().transform((value) => value === "true");
export const listSessionsQuery = pageQuery.extend({ archived: flag, pinned: flag.meta({ description: "Only those that the caller pinned." }) });
export type ListSessionsQuery = Omit<z.output<typeof listSessionsQuery>, "archived" | "pinned"> & { archived: boolean; pinned?: boolean };

/** Another way on from a message: it stands in the place of `forkMessageId` and of what followed it in `parentId`. */
export const chatBranch = z
  .object({
    id: z.uuid(),
    /** The branch that it leaves; null is the trunk. */
    parentId: z.uuid().nullable(),
    forkMessageId: z.uuid(),
    /** Its first message, null while it has none. */
    firstMessageId: z.uuid().nullable(),
    userId: z.uuid().nullable(),
    createdAt: isoTime,
  })
  .meta({ id: "ChatBranch" });
export type ChatBranch = z.infer<typeof chatBranch>;
export const chatBranchPage = pageOf(chatBranch);

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
    /** Null is the conversation's trunk. */
    branchId: z.uuid().nullable(),
    userId: z.uuid().nullable(),
    /** Null for the assistant and for accounts that are gone. */
    userName: z.string().nullable(),
    role: z.enum(["user", "assistant"]),
    content: z.string(),
    status: z.enum(messageStatuses),
    replyTo: z.uuid().nullable(),
    citations: z.array(citation),
    attachments: z.array(attachment),
    reactions: z.array(z.object({ emoji: z.string(), userIds: z.array(z.uuid()) })),
    /** Ids of the members who are mentioned. */
    mentions: z.array(z.uuid()),
    /** For an answer: `model`, `inputTokens`, `outputTokens` (about, with `tokensEstimated`), `firstTokenMs`, `durationMs`, `problem` (a code) when it failed, `cutOff` when the model had more to say than it may. */
    metadata: z.record(z.string(), z.unknown()),
    /** How many earlier versions there are: of an edited message, or of an answer that was written anew. */
    versions: z.number().int(),
    pinnedAt: isoTime.nullable(),
    pinnedBy: z.uuid().nullable(),
    createdAt: isoTime,
    updatedAt: isoTime,
    deletedAt: isoTime.nullable(),
  })
  .meta({ id: "Message" });
export type Message = z.infer<typeof message>;

export const messagePage = z.object({
  items: z.array(message),
  /** The branch whose view this is a page of; null is the trunk. */
  branchId: z.uuid().nullable(),
  nextCursor: z.string().nullable(),
  previousCursor: z.string().nullable(),
});
export type MessagePage = z.infer<typeof messagePage>;
export const pinnedMessagePage = pageOf(message);

/** What a message says; blank is empty, as where files come without words. */
const content = z
  .string()
  .max(maxMessageLength, `must have ${maxMessageLength} characters or fewer`)
  .transform((text) => (text.trim() === "" ? "" : text));
export const emptyContent = "must not be empty, unless files come with it";
const lowerId = z.guid().transform((value) => value.toLowerCase());
const plainMessage = z.object({
  content,
  replyTo: lowerId.optional(),
  attachmentIds: z.array(lowerId).max(10).default([]),
  /** The branch that is read; without it the conversation's active one. `main` is the trunk. */
  branch: z.union([z.literal("main"), lowerId]).optional(),
  /** The message of a person in whose place this one begins another branch. */
  replaces: lowerId.optional(),
});
export const plainMessageInput = plainMessage.refine((message) => message.content !== "" || message.attachmentIds.length > 0, { path: ["content"], message: emptyContent });
export type PlainMessageInput = z.output<typeof plainMessageInput>;

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
const branchQuery = z.union([z.literal("main"), idParam]).optional().meta({ description: "A branch, or `main` for the trunk; without it the conversation's active one." });
export const listMessagesQuery = z.object({
  cursor: z.string().max(2000).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(50),
  branch: branchQuery,
  around: idParam.optional().meta({ description: "A message: the page has those on both sides of it, in its branch unless `branch` names another." }),
});
export const listPinsQuery = pageQuery.extend({ branch: branchQuery });
export type ListPinsQuery = z.output<typeof listPinsQuery>;
export type ListMessagesQuery = z.output<typeof listMessagesQuery>;

/** `anew` replaces the answer and keeps the old one as a version; `continue` goes on where it broke off. */
export const replyInput = z.object({ mode: z.enum(["anew", "continue"]).default("anew"), model: z.string().max(127).optional() }).default({ mode: "anew" });
export type ReplyInput = z.output<typeof replyInput>;

export const reactionParams = messageParams.extend({ emoji: z.string().max(64) });

export const messageVersion = z
  .object({ version: z.number().int(), content: z.string(), status: z.enum(messageStatuses), citations: z.array(citation), metadata: z.record(z.string(), z.unknown()), userId: z.uuid().nullable(), writtenAt: isoTime, replacedAt: isoTime })
  .meta({ id: "MessageVersion" });
export type MessageVersion = z.infer<typeof messageVersion>;
export const messageVersionPage = pageOf(messageVersion);

/** What a conversation is to the caller. */
export const sessionState = z
  .object({
    sessionId: z.uuid(),
    /** Messages of others after the last one read; 100 stands for more. */
    unread: z.number().int(),
    /** The last message read; null when none was. */
    readUpTo: z.uuid().nullable(),
    pinned: z.boolean(),
    draft: z.string(),
    draftReplyTo: z.uuid().nullable(),
    /** When the draft was last written or emptied; null when there never was one. */
    draftAt: isoTime.nullable(),
  })
  .meta({ id: "ChatSessionState" });
export type SessionState = z.infer<typeof sessionState>;
export const sessionStatePage = pageOf(sessionState);

export const readInput = z.object({ messageId: lowerId });
export const draftInput = z.object({ content: z.string().max(maxMessageLength), replyTo: lowerId.nullable().default(null) });

/** How far a member has read. */
export const sessionReader = z.object({ userId: z.uuid(), name: z.string(), messageId: z.uuid(), readAt: isoTime }).meta({ id: "ChatSessionReader" });
export type SessionReader = z.infer<typeof sessionReader>;
export const sessionReaderPage = pageOf(sessionReader);

export const searchMessagesQuery = pageQuery.extend({
  q: line(200),
  session: idParam.optional(),
  user: idParam.optional(),
  role: z.enum(["user", "assistant"]).optional(),
});
export type SearchMessagesQuery = z.output<typeof searchMessagesQuery>;
export const messageHit = z
  .object({
    messageId: z.uuid(),
    sessionId: z.uuid(),
    sessionTitle: z.string(),
    sessionArchived: z.boolean(),
    role: z.enum(["user", "assistant"]),
    userId: z.uuid().nullable(),
    userName: z.string().nullable(),
    createdAt: isoTime,
    /** A part of the message's plain text, and what fits the query in it: `[start, end]` in UTF-16 units of `text`. */
    text: z.string(),
    highlights: z.array(z.tuple([z.number().int(), z.number().int()])),
  })
  .meta({ id: "MessageHit" });
export type MessageHit = z.infer<typeof messageHit>;
export const messageHitPage = pageOf(messageHit);

export const exportQuery = z.object({ format: z.enum(["markdown", "json", "pdf"]).default("markdown"), branch: branchQuery });
