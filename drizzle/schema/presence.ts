import { sql } from "drizzle-orm";
import { index, pgTable, primaryKey, uuid } from "drizzle-orm/pg-core";
import { users } from "./accounts";
import { id, moment } from "./columns";
import { projects } from "./projects";

/** The running instances. One that hasn't been seen for a while is taken for dead, and its people for gone. */
export const instances = pgTable("instances", {
  id: id(),
  seenAt: moment("seen_at").notNull().default(sql`now()`),
});

/** Who is here: a row for each place that an open stream's tabs show. It goes with the stream, or with its instance. */
export const presence = pgTable(
  "presence",
  {
    id: id(),
    instanceId: uuid("instance_id").notNull().references(() => instances.id, { onDelete: "cascade" }),
    connectionId: uuid("connection_id").notNull(),
    projectId: uuid("project_id").notNull().references(() => projects.id, { onDelete: "cascade" }),
    userId: uuid("user_id").notNull().references(() => users.id, { onDelete: "cascade" }),
    sessionId: uuid("session_id"),
    documentId: uuid("document_id"),
    createdAt: moment("created_at").notNull().default(sql`now()`),
  },
  (table) => [index("presence_project").on(table.projectId, table.userId), index("presence_connection").on(table.connectionId)],
);

/** When a member was last in a project, and when before that: what came in between is news to them. */
export const projectVisits = pgTable(
  "project_visits",
  {
    projectId: uuid("project_id").notNull().references(() => projects.id, { onDelete: "cascade" }),
    userId: uuid("user_id").notNull().references(() => users.id, { onDelete: "cascade" }),
    seenAt: moment("seen_at").notNull().default(sql`now()`),
    /** The end of the visit before this one; null during the first. */
    previousSeenAt: moment("previous_seen_at"),
  },
  (table) => [primaryKey({ columns: [table.projectId, table.userId] })],
);
