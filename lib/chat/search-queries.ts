import "server-only";
import { and, eq, inArray, sql, type SQL } from "drizzle-orm";
import { chatSessions, messages, messageSearch, users } from "@/drizzle/schema";
import { toIso } from "@/drizzle/schema/columns";
import type { Db } from "@/lib/core/db";

/** How words are matched: in any form (`websearch_to_tsquery`), or as the beginnings of words. */
export type WordQuery = { kind: "words"; text: string } | { kind: "prefixes"; words: string[] };
export type Moment = readonly [createdAt: string, id: string];
export type SearchFilters = { projectId: string; session?: string | undefined; user?: string | undefined; role?: "user" | "assistant" | undefined };
/** A message that may fit; one that does not holds the words, but not in the row in which they were asked for. */
export type Candidate = { id: string; createdAt: string; fits: boolean; rank: number };

/** What a match counts for depends on this much of a message, in characters: long ones would take long to rank. */
const mostRanked = 4_000;

/**
 * The newest messages that hold the words, from a moment backwards, with their ranks as whole numbers, which cursors
 * can hold. The index finds words, not rows of them: it gives the candidates, and only these are read. The candidates
 * are materialized, or the planner would rather read messages from the newest on, and all of them where few match.
 */
export async function findByWords(db: Db, filters: SearchFilters, query: WordQuery, from: Moment | null, limit: number): Promise<Candidate[]> {
  const rows = await db.execute<Candidate>(sql`
    with query as materialized (select ${tsquery(query)} as strict, ${loosened(query)} as loose),
    loose as materialized (
      select id, created_at from ${messages}
      where (${sql.raw(messageSearch)}) @@ (select loose && ${filters.projectId}::text::tsquery from query where numnode(loose) > 0) and ${narrowed(filters)}
    ),
    candidates as materialized (select id from loose where ${upTo(from)} order by created_at desc, id desc limit ${limit})
    select id, created_at as "createdAt", strict = loose or to_tsvector('english', left(content, 100000)) @@ strict as fits,
      (ts_rank(to_tsvector('english', left(content, ${mostRanked})), strict, 1) * 1000000)::int as rank
    from ${messages} join candidates using (id) cross join query order by created_at desc, id desc`);
  return rows.map((row) => ({ ...row, createdAt: toIso(row.createdAt) }));
}

/** Messages that contain every one of the texts, newest first, among the newest `most` of the project. */
export async function findByTexts(db: Db, filters: SearchFilters, texts: string[], from: Moment | null, limit: number, most: number): Promise<Candidate[]> {
  const contains = texts.map((text) => sql`content ilike ${`%${text.replaceAll(/[\\%_]/g, "\\$&")}%`}`);
  const rows = await db.execute<Candidate>(sql`
    with newest as (
      select id, created_at, content, project_id, session_id, user_id, role, status, deleted_at from ${messages}
      where project_id = ${filters.projectId} order by created_at desc limit ${most}
    )
    select id, created_at as "createdAt", true as fits, 0 as rank from newest
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

/** Shorter words begin too many others. Words of a prefix query hold no operators (see `search.ts`). */
const leastPrefix = 3;
const tsquery = (query: WordQuery): SQL =>
  query.kind === "words"
    ? sql`websearch_to_tsquery('english', ${query.text})`
    : sql`to_tsquery('simple', ${query.words.map((word) => (word.length < leastPrefix ? word : `${word}:*`)).join(" & ")})`;

/** Without asking for rows of words; one that is to be left out is not, since the index would leave out its words. */
function loosened(query: WordQuery): SQL {
  const loose: WordQuery = query.kind === "words" ? { ...query, text: query.text.replaceAll(/-"[^"]*"/g, " ") } : query;
  return sql`regexp_replace(${tsquery(loose)}::text, '<(-|[0-9]+)>', '&', 'g')::tsquery`;
}

const upTo = (from: Moment | null): SQL => (from ? sql`(created_at, id) <= (${from[0]}::timestamptz, ${from[1]}::uuid)` : sql`true`);

function narrowed({ projectId, session, user, role }: SearchFilters): SQL {
  const conditions = [sql`project_id = ${projectId}`, sql`session_id in (select id from ${chatSessions} where project_id = ${projectId} and chat_sessions.deleted_at is null)`];
  if (session) conditions.push(sql`session_id = ${session}`);
  if (user) conditions.push(sql`user_id = ${user}`);
  if (role) conditions.push(sql`role = ${role}`);
  return sql.join(conditions, sql` and `);
}
