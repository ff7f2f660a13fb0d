import { sql } from "drizzle-orm";
import { bigint, boolean, index, jsonb, pgTable, text, uniqueIndex, uuid, varchar } from "drizzle-orm/pg-core";
import { id, moment } from "./columns";

/** People. `email` is stored normalised (trimmed, lower case), so uniqueness needs no function index. */
export const users = pgTable("users", {
  id: id(),
  name: varchar({ length: 120 }).notNull(),
  email: varchar({ length: 254 }).notNull().unique(),
  passwordHash: text("password_hash"),
  isAdmin: boolean("is_admin").notNull().default(false),
  emailVerifiedAt: moment("email_verified_at"),
  createdAt: moment("created_at").notNull().default(sql`now()`),
  updatedAt: moment("updated_at").notNull().default(sql`now()`),
});

/** Preferences as one document, validated by the settings schema, so that a new setting is a line there. */
export const userSettings = pgTable("user_settings", {
  userId: uuid("user_id").primaryKey().references(() => users.id, { onDelete: "cascade" }),
  settings: jsonb().$type<Record<string, unknown>>().notNull().default({}),
  updatedAt: moment("updated_at").notNull().default(sql`now()`),
});

/** One row per sign-in, behind the browser's cookie and the API's tokens alike. */
export const authSessions = pgTable(
  "auth_sessions",
  {
    id: id(),
    userId: uuid("user_id").notNull().references(() => users.id, { onDelete: "cascade" }),
    kind: varchar({ length: 16, enum: ["browser", "api"] }).notNull(),
    userAgent: varchar("user_agent", { length: 400 }),
    address: varchar({ length: 64 }),
    createdAt: moment("created_at").notNull().default(sql`now()`),
    expiresAt: moment("expires_at").notNull(),
    revokedAt: moment("revoked_at"),
  },
  (table) => [index("auth_sessions_user").on(table.userId)],
);

/** Refresh tokens, hashed. Those of one session are a family: a second use of one ends the session. */
export const refreshTokens = pgTable(
  "refresh_tokens",
  {
    id: id(),
    sessionId: uuid("session_id").notNull().references(() => authSessions.id, { onDelete: "cascade" }),
    tokenHash: varchar("token_hash", { length: 64 }).notNull(),
    createdAt: moment("created_at").notNull().default(sql`now()`),
    expiresAt: moment("expires_at").notNull(),
    usedAt: moment("used_at"),
  },
  (table) => [uniqueIndex("refresh_tokens_hash").on(table.tokenHash), index("refresh_tokens_session").on(table.sessionId)],
);

/** The last number given to a person's notifications. */
export const userSequences = pgTable("user_sequences", {
  userId: uuid("user_id").primaryKey().references(() => users.id, { onDelete: "cascade" }),
  seq: bigint({ mode: "number" }).notNull().default(0),
});
