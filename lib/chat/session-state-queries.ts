import "server-only";
import { and, asc, eq, gt, isNotNull, sql, type SQL } from "drizzle-orm";
import { chatBranches, chatSessionMembers, chatSessions, messages, projectCollaborators, users } from "@/drizzle/schema";
import { toIso } from "@/drizzle/schema/columns";
import type { Db } from "@/lib/core/db";

type Place = { projectId: string; sessionId: string };
type Member = { projectId: string; userId: string };
type StateRow = { sessionId: string; updatedAt: string; readUpTo: string | null; pinned: boolean; draft: string; draftReplyTo: string | null; draftAt: string | null; unread: number };

/** Counting stops here: whoever has missed so many wants to know that it is many. */
const mostUnread = 100;
const present = sql`clock_timestamp()`;

/** What one conversation is to a member; null when it is gone or deleted. */
export async function findState(db: Db, member: Member, sessionId: string): Promise<StateRow | null> {
  const [row] = await selectStates(db, member, sql`and s.id = ${sessionId}`, 1);
  return row ?? null;
}

/** The conversations that aren't archived and in which a member has something unread, a draft or a pin, in the order of the list. */
export function listStates(db: Db, member: Member, after: readonly [string, string] | null, limit: number): Promise<StateRow[]> {
  const beyond = after ? sql`and (s.updated_at, s.id) < (${after[0]}::timestamptz, ${after[1]}::uuid)` : sql``;
  return selectStates(db, member, sql`and not s.archived and (m.pinned_at is not null or m.draft <> '' or counted.unread > 0) ${beyond}`, limit);
}

/**
 * Unread is what others wrote after the member's cursor, in the view of the active branch. Without a cursor it is what
 * they wrote since the member came: the id made of that moment lets the index skip everything before. What an import
 * brought was read elsewhere, and is skipped in the same way.
 */
async function selectStates(db: Db, { projectId, userId }: Member, which: SQL, limit: number): Promise<StateRow[]> {
  const rows = await db.execute<StateRow>(sql`
    with me as materialized (
      select joined_at, (lpad(to_hex(floor(extract(epoch from joined_at) * 1000)::bigint), 12, '0') || repeat('0', 20))::uuid as first_id
      from ${projectCollaborators} where project_id = ${projectId} and user_id = ${userId}
    )
    select s.id as "sessionId", s.updated_at as "updatedAt", m.read_up_to as "readUpTo", m.pinned_at is not null as pinned,
      coalesce(m.draft, '') as draft, m.draft_reply_to as "draftReplyTo", m.draft_at as "draftAt", counted.unread
    from ${chatSessions} s cross join me
    left join ${chatSessionMembers} m on m.session_id = s.id and m.user_id = ${userId}
    cross join lateral (
      select count(*)::int as unread from (
        with recursive view (branch_id, before) as (
          select s.active_branch_id, null::uuid
          union all
          select b.parent_id, least(view.before, b.fork_message_id) from view join ${chatBranches} b on b.id = view.branch_id
        )
        select 1 from view join ${messages} x on x.session_id = s.id and x.branch_id is not distinct from view.branch_id and (view.before is null or x.id < view.before)
        where x.id > greatest(coalesce(m.read_up_to, me.first_id), s.imported_up_to) and (m.read_up_to is not null or x.created_at >= me.joined_at)
          and x.user_id is distinct from ${userId} and x.deleted_at is null
        limit ${mostUnread}
      ) as missed
    ) as counted
    where s.project_id = ${projectId} and s.deleted_at is null ${which}
    order by s.updated_at desc, s.id desc limit ${limit}`);
  return rows.map((row) => ({ ...row, updatedAt: toIso(row.updatedAt), draftAt: row.draftAt && toIso(row.draftAt) }));
}

/**
 * Moves a member's cursor forward, in one statement since it comes all the time.
 * @returns `known`: whether it is a message of the conversation; `movedAt`: null when the cursor was there already
 */
export async function moveReadCursor(db: Db, place: Place, userId: string, messageId: string): Promise<{ known: boolean; movedAt: string | null }> {
  const [row] = await db.execute<{ known: boolean; movedAt: string | null }>(readCursorMove(place, userId, messageId));
  return { known: row?.known ?? false, movedAt: row?.movedAt ? toIso(row.movedAt) : null };
}

/** The statement itself. */
export const readCursorMove = ({ projectId, sessionId }: Place, userId: string, messageId: string): SQL => sql`
    with target as (
      select x.id from ${messages} x join ${chatSessions} s on s.id = x.session_id
      where x.id = ${messageId} and x.session_id = ${sessionId} and x.project_id = ${projectId} and s.deleted_at is null
    ), moved as (
      insert into ${chatSessionMembers} as m (session_id, user_id, project_id, read_up_to, read_at)
      select ${sessionId}, ${userId}, ${projectId}, target.id, ${present} from target
      on conflict (session_id, user_id) do update set read_up_to = excluded.read_up_to, read_at = excluded.read_at
        where m.read_up_to is null or m.read_up_to < excluded.read_up_to
      returning read_at
    )
    select exists (select from target) as known, (select read_at from moved) as "movedAt"`;

/** Who among the present members has read how far, in the order of their ids. */
export const listReaders = (db: Db, { projectId, sessionId }: Place, after: string | null, limit: number) =>
  db
    .select({ userId: users.id, name: users.name, messageId: sql<string>`${chatSessionMembers.readUpTo}`, readAt: sql<string>`${chatSessionMembers.readAt}`.mapWith(chatSessionMembers.readAt) })
    .from(chatSessionMembers)
    .innerJoin(users, eq(users.id, chatSessionMembers.userId))
    .innerJoin(projectCollaborators, and(eq(projectCollaborators.projectId, projectId), eq(projectCollaborators.userId, users.id), eq(projectCollaborators.status, "active")))
    .where(and(eq(chatSessionMembers.projectId, projectId), eq(chatSessionMembers.sessionId, sessionId), isNotNull(chatSessionMembers.readUpTo), after === null ? undefined : gt(users.id, after)))
    .orderBy(asc(users.id))
    .limit(limit);

type PersonalChange = Partial<Pick<typeof chatSessionMembers.$inferInsert, "draft" | "draftReplyTo">> & { draftAt?: SQL | null; pinnedAt?: SQL | null };

/** Stores what a member keeps with a conversation, which must be there. */
export async function saveState(db: Db, { projectId, sessionId }: Place, userId: string, change: PersonalChange): Promise<void> {
  await db
    .insert(chatSessionMembers)
    .values({ projectId, sessionId, userId, ...change })
    .onConflictDoUpdate({ target: [chatSessionMembers.sessionId, chatSessionMembers.userId], set: change });
}

/** When a draft was written or a pin set: now, or never. */
export const nowIf = (isSet: boolean): SQL | null => (isSet ? present : null);
