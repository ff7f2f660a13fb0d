import "server-only";
import { and, eq, inArray, sql, type SQL } from "drizzle-orm";
import { chatSessions, messages, messageSearch, users } from "@/drizzle/schema";
import { toIso } from "@/drizzle/schema/columns";
import type { Db } from "@/lib/core/db";

/** How words are matched: in any form (`websearch_to_tsquery`), or as the beginnings of words. */
export type WordQuery = { kind: "words"; text: string } | { kind: "prefixes"; words: string[] };
export type Moment = readonly [createdAt: string, id: string];
export type SearchFilters = { projectId: string; session?: string | undefined; user?: string | undefined; role?: "user" | "assistant" | undefined };
type Found = { id: string; createdAt: string; rank: number };

/** What a match counts for depends on this much of a message: long ones would take long to rank. In characters. */
const mostRanked = 4_000;

/**
 * The newest messages that match, from a moment backwards, with their ranks as whole numbers, which cursors can hold.
 * The condition is the indexed expression itself, word for word, or the index would not serve.
 */
export async function findByWords(db: Db, filters: SearchFilters, query: WordQuery, from: Moment | null, limit: number): Promise<Found[]> {
  const rows = await db.execute<Found>(sql`
    with found as materialized (
      select id, created_at, content from ${messages}
      where (${sql.raw(messageSearch)}) @@ ${tsquery(query)} and ${narrowed(filters)} and ${upTo(from)}
      order by created_at desc, id desc limit ${limit}
    )
    select id, created_at as "createdAt", (ts_rank(to_tsvector('english', left(content, ${mostRanked})), ${tsquery(query)}, 1) * 1000000)::int as rank
    from found order by created_at desc, id desc`);
  return rows.map((row) => ({ ...row, createdAt: toIso(row.createdAt) }));
}

/** Messages that contain every one of the texts, newest first, among the newest `most` of the project. */
export async function findByTexts(db: Db, filters: SearchFilters, texts: string[], from: Moment | null, limit: number, most: number): Promise<Found[]> {
  const contains = texts.map((text) => sql`content ilike ${`%${text.replaceAll(/[\\%_]/g, "\\$&")}%`}`);
  const rows = await db.execute<Found>(sql`
    with newest as (
      select id, created_at, content, project_id, session_id, user_id, role, status, deleted_at from ${messages}
      where project_id = ${filters.projectId} order by created_at desc limit ${most}
    )
    select id, created_at as "createdAt", 0 as rank from newest
    where ${sql.join(contains, sql` and `)} and ${narrowed(filters)} and ${upTo(from)} and status not in ('queued', 'streaming') and deleted_at is null
    order by created_at desc, id desc limit ${limit}`);
  return rows.map((row) => ({ ...row, createdAt: toIso(row.createdAt) }));
}

/** The messages with what is shown of them, in no order. */
export const listHits = (db: Db, projectId: string, ids: string[]) =>
  db
    .select({
      messageId: messages.id,
      sessionId: messages.sessionId,
      sessionTitle: chatSessions.title,
      sessionArchived: chatSessions.archived,
      role: messages.role,
      userId: messages.userId,
      userName: users.name,
      createdAt: messages.createdAt,
      content: messages.content,
    })
    .from(messages)
    .innerJoin(chatSessions, eq(chatSessions.id, messages.sessionId))
    .leftJoin(users, eq(users.id, messages.userId))
    .where(and(eq(messages.projectId, projectId), inArray(messages.id, ids)));

/** The texts with `open` and `close` around what matches, in their order. The database knows the forms of words. */
export async function markMatches(db: Db, texts: string[], query: WordQuery, open: string, close: string): Promise<string[]> {
  const rows = await db.execute<{ marked: string }>(sql`
    select ts_headline('english', text, ${tsquery(query)}, ${`HighlightAll=true, StartSel=${open}, StopSel=${close}`}) as marked
    from jsonb_array_elements_text(${JSON.stringify(texts)}::text::jsonb) with ordinality as given (text, place) order by place`);
  return rows.map((row) => row.marked);
}

/** Words of a prefix query hold letters and digits only (see `search.ts`), so nothing in them is an operator. */
const tsquery = (query: WordQuery): SQL =>
  query.kind === "words" ? sql`websearch_to_tsquery('english', ${query.text})` : sql`to_tsquery('simple', ${query.words.map((word) => `${word}:*`).join(" & ")})`;

const upTo = (from: Moment | null): SQL => (from ? sql`(created_at, id) <= (${from[0]}::timestamptz, ${from[1]}::uuid)` : sql`true`);

function narrowed({ projectId, session, user, role }: SearchFilters): SQL {
  const conditions = [sql`project_id = ${projectId}`, sql`session_id in (select id from ${chatSessions} where project_id = ${projectId} and chat_sessions.deleted_at is null)`];
  if (session) conditions.push(sql`session_id = ${session}`);
  if (user) conditions.push(sql`user_id = ${user}`);
  if (role) conditions.push(sql`role = ${role}`);
  return sql.join(conditions, sql` and `);
}
