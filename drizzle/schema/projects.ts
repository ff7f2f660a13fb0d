import { sql } from "drizzle-orm";
import { bigint, index, integer, jsonb, pgTable, text, uniqueIndex, uuid, varchar } from "drizzle-orm/pg-core";
import { users } from "./accounts";
import { id, moment } from "./columns";

export const projects = pgTable(
  "projects",
  {
    id: id(),
    name: varchar({ length: 120 }).notNull(),
    description: text().notNull().default(""),
    type: varchar({ length: 32 }).notNull(),
    tags: jsonb().$type<string[]>().notNull().default([]),
    instructions: text().notNull().default(""),
    /** The model that answers, where a conversation names none; null is the instance's first. */
    model: varchar({ length: 127 }),
    status: varchar({ length: 16, enum: ["active", "archived"] }).notNull().default("active"),
    version: integer().notNull().default(1),
    createdBy: uuid("created_by").references(() => users.id, { onDelete: "set null" }),
    createdAt: moment("created_at").notNull().default(sql`now()`),
    updatedAt: moment("updated_at").notNull().default(sql`now()`),
  },
  (table) => [index("projects_updated").on(table.updatedAt)],
);

/** The last event number of each project: a narrow row, so that its lock is short (see events/mutate). */
export const projectSequences = pgTable("project_sequences", {
  projectId: uuid("project_id").primaryKey().references(() => projects.id, { onDelete: "cascade" }),
  seq: bigint({ mode: "number" }).notNull().default(0),
});

/** `role` is a name and not an enumeration, because custom roles are rows of their own. */
export const projectCollaborators = pgTable(
  "project_collaborators",
  {
    id: id(),
    projectId: uuid("project_id").notNull().references(() => projects.id, { onDelete: "cascade" }),
    userId: uuid("user_id").notNull().references(() => users.id, { onDelete: "cascade" }),
    role: varchar({ length: 64 }).notNull(),
    invitedBy: uuid("invited_by").references(() => users.id, { onDelete: "set null" }),
    status: varchar({ length: 16, enum: ["active", "removed"] }).notNull().default("active"),
    joinedAt: moment("joined_at").notNull().default(sql`now()`),
  },
  (table) => [
    uniqueIndex("project_collaborators_member").on(table.projectId, table.userId),
    index("project_collaborators_user").on(table.userId),
  ],
);

/** Invitations have a table of their own: an invited person may have no account yet. The token is hashed. */
export const projectInvitations = pgTable(
  "project_invitations",
  {
    id: id(),
    projectId: uuid("project_id").notNull().references(() => projects.id, { onDelete: "cascade" }),
    email: varchar({ length: 254 }).notNull(),
    role: varchar({ length: 64 }).notNull(),
    tokenHash: varchar("token_hash", { length: 64 }).notNull(),
    invitedBy: uuid("invited_by").references(() => users.id, { onDelete: "set null" }),
    status: varchar({ length: 16, enum: ["pending", "accepted", "declined", "revoked"] }).notNull().default("pending"),
    createdAt: moment("created_at").notNull().default(sql`now()`),
    expiresAt: moment("expires_at").notNull(),
    respondedAt: moment("responded_at"),
  },
  (table) => [
    uniqueIndex("project_invitations_pending")
      .on(table.projectId, table.email)
      .where(sql`status = 'pending'`),
  ],
);
