import { sql } from "drizzle-orm";
import { boolean, index, integer, jsonb, pgTable, primaryKey, text, uniqueIndex, uuid, varchar } from "drizzle-orm/pg-core";
import { users } from "./accounts";
import { id, moment } from "./columns";
import { projects } from "./projects";

export type StoredCitation = { n: number; documentId: string; page: number | null; start: number; end: number; quote: string; title: string };
/** What a message carries, as it was when it was sent; `documentId` is set for what the assistant reads as a document. */
export type StoredAttachment = { id: string; name: string; mediaType: string; size: number; width: number | null; height: number | null; documentId: string | null };
/** Who reacted with what, in the order of their coming. */
export type StoredReaction = { emoji: string; userIds: string[] };

/**
 * `deleted_at` makes a conversation invisible while the deletion can be undone; a job ends it. `imported_from` names
 * its source and id there, so that a second import brings nothing twice. `active_branch_id` is the branch that whoever
 * opens the conversation sees; null is its trunk.
 */
export const chatSessions = pgTable(
  "chat_sessions",
  {
    id: id(),
    projectId: uuid("project_id").notNull().references(() => projects.id, { onDelete: "cascade" }),
    userId: uuid("user_id").references(() => users.id, { onDelete: "set null" }),
    title: varchar({ length: 255 }).notNull().default(""),
    /** Nobody has named it yet, so the assistant may. */
    autoTitle: boolean("auto_title").notNull().default(true),
    archived: boolean().notNull().default(false),
    assistantMode: varchar("assistant_mode", { length: 16, enum: ["always", "mentioned", "never"] }).notNull().default("always"),
    /** Null is the project's. */
    model: varchar({ length: 127 }),
    /** What becomes of a question while another answer is being written. */
    whenBusy: varchar("when_busy", { length: 16, enum: ["queue", "parallel"] }).notNull().default("queue"),
    activeBranchId: uuid("active_branch_id"),
    importedFrom: varchar("imported_from", { length: 255 }),
    /** The last message that the import brought: it and everything before it was read elsewhere. */
    importedUpTo: uuid("imported_up_to"),
    /** No message of any branch has an id above it. Set under the row's lock: whoever writes takes the next ids from here. */
    lastMessageId: uuid("last_message_id"),
    createdAt: moment("created_at").notNull().default(sql`now()`),
    updatedAt: moment("updated_at").notNull().default(sql`now()`),
    deletedAt: moment("deleted_at"),
  },
  (table) => [
    index("chat_sessions_project").on(table.projectId, table.updatedAt.desc(), table.id.desc()),
    uniqueIndex("chat_sessions_imported").on(table.projectId, table.importedFrom),
  ],
);

/**
 * Another way on from a point of a conversation: its messages stand in the place of `fork_message_id` and of what
 * followed it in `parent_id` (null: the trunk). Ids rise in time, so a branch is read as its own messages and, of each
 * branch below it, those before the fork.
 */
export const chatBranches = pgTable(
  "chat_branches",
  {
    id: id(),
    projectId: uuid("project_id").notNull().references(() => projects.id, { onDelete: "cascade" }),
    sessionId: uuid("session_id").notNull().references(() => chatSessions.id, { onDelete: "cascade" }),
    parentId: uuid("parent_id"),
    forkMessageId: uuid("fork_message_id").notNull(),
    userId: uuid("user_id").references(() => users.id, { onDelete: "set null" }),
    createdAt: moment("created_at").notNull().default(sql`now()`),
  },
  (table) => [index("chat_branches_session").on(table.sessionId, table.id)],
);

/**
 * A message's text as it is searched; none while it grows, when each checkpoint would index it again. The project's id
 * is one of its words, so that a search in one project doesn't read the matches of all others.
 */
export const messageSearch =
  "case when status in ('queued', 'streaming') or deleted_at is not null then null else to_tsvector('english', left(content, 100000)) || array_to_tsvector(array[project_id::text]) end";

/**
 * Order within a session is by `id` (UUID version 7, rising within a process).
 * An assistant's message has no `user_id`; while it streams it holds a lease (`lease_owner`, `lease_until`),
 * and only an expired lease may be marked interrupted. A `queued` one waits for the answer before it.
 */
export const messages = pgTable(
  "messages",
  {
    id: id(),
    projectId: uuid("project_id").notNull().references(() => projects.id, { onDelete: "cascade" }),
    sessionId: uuid("session_id").notNull().references(() => chatSessions.id, { onDelete: "cascade" }),
    branchId: uuid("branch_id"),
    userId: uuid("user_id").references(() => users.id, { onDelete: "set null" }),
    role: varchar({ length: 16, enum: ["user", "assistant"] }).notNull(),
    content: text().notNull(),
    status: varchar({ length: 16, enum: ["queued", "streaming", "complete", "stopped", "interrupted", "failed"] }).notNull().default("complete"),
    replyTo: uuid("reply_to"),
    citations: jsonb().$type<StoredCitation[]>().notNull().default([]),
    attachments: jsonb().$type<StoredAttachment[]>().notNull().default([]),
    reactions: jsonb().$type<StoredReaction[]>().notNull().default([]),
    /** Ids of the members whose names stand in the text after an @. */
    mentions: jsonb().$type<string[]>().notNull().default([]),
    metadata: jsonb().$type<Record<string, unknown>>().notNull().default({}),
    /** How many earlier versions `message_versions` holds. */
    versions: integer().notNull().default(0),
    pinnedAt: moment("pinned_at"),
    pinnedBy: uuid("pinned_by").references(() => users.id, { onDelete: "set null" }),
    leaseOwner: uuid("lease_owner"),
    leaseUntil: moment("lease_until"),
    stopRequested: boolean("stop_requested").notNull().default(false),
    createdAt: moment("created_at").notNull().default(sql`now()`),
    updatedAt: moment("updated_at").notNull().default(sql`now()`),
    deletedAt: moment("deleted_at"),
  },
  (table) => [
    index("messages_session").on(table.sessionId, table.id),
    index("messages_branch").on(table.branchId, table.id).where(sql`branch_id is not null`),
    index("messages_reply").on(table.replyTo),
    index("messages_streaming").on(table.leaseUntil).where(sql`status = 'streaming'`),
    index("messages_queued").on(table.sessionId, table.id).where(sql`status = 'queued'`),
    index("messages_pinned").on(table.sessionId, table.pinnedAt).where(sql`pinned_at is not null`),
    index("messages_project").on(table.projectId, table.createdAt),
    index("messages_search").using("gin", sql`(${sql.raw(messageSearch)})`),
  ],
);

/** What a message said before it was edited, or an answer before it was written anew. Numbered from 1. */
export const messageVersions = pgTable(
  "message_versions",
  {
    messageId: uuid("message_id").notNull().references(() => messages.id, { onDelete: "cascade" }),
    version: integer().notNull(),
    projectId: uuid("project_id").notNull().references(() => projects.id, { onDelete: "cascade" }),
    content: text().notNull(),
    status: varchar({ length: 16, enum: ["complete", "stopped", "interrupted", "failed"] }).notNull(),
    citations: jsonb().$type<StoredCitation[]>().notNull().default([]),
    metadata: jsonb().$type<Record<string, unknown>>().notNull().default({}),
    /** Who replaced it. */
    userId: uuid("user_id").references(() => users.id, { onDelete: "set null" }),
    writtenAt: moment("written_at").notNull(),
    replacedAt: moment("replaced_at").notNull().default(sql`now()`),
  },
  (table) => [primaryKey({ columns: [table.messageId, table.version] })],
);

/** What a conversation is to one member: how far they have read, whether they pinned it, what they began to write. */
export const chatSessionMembers = pgTable(
  "chat_session_members",
  {
    sessionId: uuid("session_id").notNull().references(() => chatSessions.id, { onDelete: "cascade" }),
    userId: uuid("user_id").notNull().references(() => users.id, { onDelete: "cascade" }),
    projectId: uuid("project_id").notNull().references(() => projects.id, { onDelete: "cascade" }),
    /** The last message read, and everything before it. */
    readUpTo: uuid("read_up_to"),
    readAt: moment("read_at"),
    pinnedAt: moment("pinned_at"),
    draft: text().notNull().default(""),
    draftReplyTo: uuid("draft_reply_to"),
    draftAt: moment("draft_at"),
  },
  (table) => [primaryKey({ columns: [table.sessionId, table.userId] }), index("chat_session_members_user").on(table.projectId, table.userId)],
);

/** The older part of a conversation in few words, for models whose window doesn't hold it. */
export const chatSummaries = pgTable(
  "chat_summaries",
  {
    id: id(),
    projectId: uuid("project_id").notNull().references(() => projects.id, { onDelete: "cascade" }),
    sessionId: uuid("session_id").notNull().references(() => chatSessions.id, { onDelete: "cascade" }),
    /** The last message that it covers. No foreign key: its cascade would look through this table for each message that goes. */
    upTo: uuid("up_to").notNull(),
    content: text().notNull(),
    model: varchar({ length: 127 }).notNull(),
    createdAt: moment("created_at").notNull().default(sql`now()`),
  },
  (table) => [index("chat_summaries_session").on(table.sessionId, table.upTo)],
);

/**
 * A file that came with a message, or will. Pictures are kept as they are; what holds text is a document of the scope
 * `conversation` besides, so that answers search and cite it. One that is never sent is cleared after a day.
 */
export const chatAttachments = pgTable(
  "chat_attachments",
  {
    id: id(),
    projectId: uuid("project_id").notNull().references(() => projects.id, { onDelete: "cascade" }),
    userId: uuid("user_id").references(() => users.id, { onDelete: "set null" }),
    sessionId: uuid("session_id").references(() => chatSessions.id, { onDelete: "cascade" }),
    messageId: uuid("message_id").references(() => messages.id, { onDelete: "cascade" }),
    name: varchar({ length: 255 }).notNull(),
    mediaType: varchar("media_type", { length: 127 }).notNull(),
    size: integer().notNull(),
    width: integer(),
    height: integer(),
    filePath: varchar("file_path", { length: 255 }).notNull(),
    documentId: uuid("document_id"),
    createdAt: moment("created_at").notNull().default(sql`now()`),
  },
  (table) => [index("chat_attachments_message").on(table.messageId), index("chat_attachments_file").on(table.filePath), index("chat_attachments_created").on(table.createdAt).where(sql`message_id is null`)],
);

/** An export file of another program on its way into conversations. */
export const chatImports = pgTable(
  "chat_imports",
  {
    id: id(),
    projectId: uuid("project_id").notNull().references(() => projects.id, { onDelete: "cascade" }),
    userId: uuid("user_id").references(() => users.id, { onDelete: "set null" }),
    source: varchar({ length: 16, enum: ["chatgpt", "claude", "openwebui", "librechat"] }),
    fileName: varchar("file_name", { length: 255 }).notNull(),
    filePath: varchar("file_path", { length: 255 }).notNull(),
    fileSize: integer("file_size").notNull(),
    status: varchar({ length: 16, enum: ["queued", "running", "done", "failed", "cancelled"] }).notNull().default("queued"),
    /** Conversations in the file, and how many of them were looked at, brought in, and left out. */
    total: integer(),
    done: integer().notNull().default(0),
    imported: integer().notNull().default(0),
    skipped: integer().notNull().default(0),
    /** How many were skipped for which reason. */
    skipReasons: jsonb("skip_reasons").$type<Partial<Record<"existing" | "empty" | "too-large" | "unreadable", number>>>().notNull().default({}),
    problem: varchar({ length: 64 }),
    createdAt: moment("created_at").notNull().default(sql`now()`),
    updatedAt: moment("updated_at").notNull().default(sql`now()`),
  },
  (table) => [index("chat_imports_project").on(table.projectId, table.createdAt.desc(), table.id.desc())],
);
