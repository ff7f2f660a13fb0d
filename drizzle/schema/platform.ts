import { sql } from "drizzle-orm";
import { index, integer, jsonb, pgTable, primaryKey, text, uuid, varchar } from "drizzle-orm/pg-core";
import { users } from "./accounts";
import { bytea, id, moment } from "./columns";

/** Work that outlives its request. A runner takes a row by lease; an expired lease is taken again. */
export const jobs = pgTable(
  "jobs",
  {
    id: id(),
    kind: varchar({ length: 32 }).notNull(),
    projectId: uuid("project_id"),
    payload: jsonb().$type<Record<string, unknown>>().notNull(),
    attempts: integer().notNull().default(0),
    runAt: moment("run_at").notNull().default(sql`now()`),
    leaseOwner: uuid("lease_owner"),
    leaseUntil: moment("lease_until"),
    lastError: text("last_error"),
    createdAt: moment("created_at").notNull().default(sql`now()`),
  },
  (table) => [index("jobs_due").on(table.runAt)],
);

/** Parts of stored files, 256 kB each, when files are kept in the database so that instances share them. */
export const fileParts = pgTable(
  "file_parts",
  {
    hash: varchar({ length: 64 }).notNull(),
    part: integer().notNull(),
    bytes: bytea().notNull(),
  },
  (table) => [primaryKey({ columns: [table.hash, table.part] })],
);

/** Answers to creations that carried an Idempotency-Key, so that a repetition creates nothing. */
export const idempotencyKeys = pgTable(
  "idempotency_keys",
  {
    userId: uuid("user_id").notNull().references(() => users.id, { onDelete: "cascade" }),
    key: varchar({ length: 255 }).notNull(),
    requestHash: varchar("request_hash", { length: 64 }).notNull(),
    /** Set in the same transaction as the creation itself. */
    committedAt: moment("committed_at"),
    status: integer(),
    response: jsonb(),
    createdAt: moment("created_at").notNull().default(sql`now()`),
  },
  (table) => [primaryKey({ columns: [table.userId, table.key] }), index("idempotency_keys_created").on(table.createdAt)],
);
