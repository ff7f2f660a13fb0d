import { sql } from "drizzle-orm";
import { bigint, index, jsonb, pgTable, uniqueIndex, uuid, varchar } from "drizzle-orm/pg-core";
import { users } from "./accounts";
import { id, moment } from "./columns";
import { projects } from "./projects";

/**
 * Everything that happened in a project, numbered without gaps in commit order: the stream replays it,
 * the activity log shows it, analytics count it. `user_id` is null for what the system did.
 */
export const projectActivity = pgTable(
  "project_activity",
  {
    id: id(),
    projectId: uuid("project_id").notNull().references(() => projects.id, { onDelete: "cascade" }),
    seq: bigint({ mode: "number" }).notNull(),
    userId: uuid("user_id").references(() => users.id, { onDelete: "set null" }),
    actionType: varchar("action_type", { length: 64 }).notNull(),
    actionDetails: jsonb("action_details").$type<Record<string, unknown>>().notNull(),
    createdAt: moment("created_at").notNull().default(sql`now()`),
  },
  (table) => [
    uniqueIndex("project_activity_seq").on(table.projectId, table.seq),
    index("project_activity_created").on(table.projectId, table.createdAt),
  ],
);

/** What a person is told, numbered per person as activity is per project. */
export const notifications = pgTable(
  "notifications",
  {
    id: id(),
    userId: uuid("user_id").notNull().references(() => users.id, { onDelete: "cascade" }),
    seq: bigint({ mode: "number" }).notNull(),
    projectId: uuid("project_id").references(() => projects.id, { onDelete: "cascade" }),
    kind: varchar({ length: 64 }).notNull(),
    details: jsonb().$type<Record<string, unknown>>().notNull(),
    readAt: moment("read_at"),
    createdAt: moment("created_at").notNull().default(sql`now()`),
  },
  (table) => [uniqueIndex("notifications_seq").on(table.userId, table.seq)],
);
