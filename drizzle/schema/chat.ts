import { sql } from "drizzle-orm";
import { boolean, index, jsonb, pgTable, text, uuid, varchar } from "drizzle-orm/pg-core";
import { users } from "./accounts";
import { id, moment } from "./columns";
import { projects } from "./projects";

export type StoredCitation = { n: number; documentId: string; page: number | null; start: number; end: number; quote: string; title: string };

export const chatSessions = pgTable(
  "chat_sessions",
  {
    id: id(),
    projectId: uuid("project_id").notNull().references(() => projects.id, { onDelete: "cascade" }),
    userId: uuid("user_id").references(() => users.id, { onDelete: "set null" }),
    title: varchar({ length: 255 }).notNull().default(""),
    archived: boolean().notNull().default(false),
    createdAt: moment("created_at").notNull().default(sql`now()`),
    updatedAt: moment("updated_at").notNull().default(sql`now()`),
  },
  (table) => [index("chat_sessions_project").on(table.projectId, table.updatedAt.desc(), table.id.desc())],
);

/**
 * Order within a session is by `id` (UUID version 7, rising within a process).
 * An assistant's message has no `user_id`; while it streams it holds a lease (`lease_owner`, `lease_until`),
 * and only an expired lease may be marked interrupted.
 */
export const messages = pgTable(
  "messages",
  {
    id: id(),
    projectId: uuid("project_id").notNull().references(() => projects.id, { onDelete: "cascade" }),
    sessionId: uuid("session_id").notNull().references(() => chatSessions.id, { onDelete: "cascade" }),
    userId: uuid("user_id").references(() => users.id, { onDelete: "set null" }),
    role: varchar({ length: 16, enum: ["user", "assistant"] }).notNull(),
    content: text().notNull(),
    status: varchar({ length: 16, enum: ["streaming", "complete", "stopped", "interrupted", "failed"] }).notNull().default("complete"),
    replyTo: uuid("reply_to"),
    citations: jsonb().$type<StoredCitation[]>().notNull().default([]),
    metadata: jsonb().$type<Record<string, unknown>>().notNull().default({}),
    leaseOwner: uuid("lease_owner"),
    leaseUntil: moment("lease_until"),
    stopRequested: boolean("stop_requested").notNull().default(false),
    createdAt: moment("created_at").notNull().default(sql`now()`),
    updatedAt: moment("updated_at").notNull().default(sql`now()`),
    deletedAt: moment("deleted_at"),
  },
  (table) => [
    index("messages_session").on(table.sessionId, table.id),
    index("messages_reply").on(table.replyTo),
    index("messages_streaming").on(table.leaseUntil).where(sql`status = 'streaming'`),
  ],
);
