import "server-only";
import { eq, sql, type SQL } from "drizzle-orm";
import { instances, presence, projects, projectVisits, users } from "@/drizzle/schema";
import { toIso } from "@/drizzle/schema/columns";
import type { Db } from "@/lib/core/db";
import type { PersonHere } from "./schemas";

/** An instance that said nothing for so long is taken for dead, in seconds; it says something three times as often. */
export const instanceLifeSeconds = 30;
const lifetime = sql.raw(`interval '${instanceLifeSeconds} seconds'`);
/** A visit is over when nothing was seen of its person for so long. */
const visitGap = sql.raw("interval '30 minutes'");
const present = sql`clock_timestamp()`;
/** Sorts what shows no conversation, or no document, first. */
const none = sql.raw("'00000000-0000-0000-0000-000000000000'::uuid");

/** A row of somebody's presence, as the registry knows it. */
export type PresenceRow = { id: string; connectionId: string; projectId: string; userId: string; sessionId: string | null; documentId: string | null };
export type Visit = { projectId: string; userId: string };

/** Says that the instance lives. @returns true if it was unknown, or taken for dead: nobody is present through it then */
export async function touchInstance(db: Db, id: string): Promise<boolean> {
  const [row] = await db
    .insert(instances)
    .values({ id, seenAt: sql`${present}` })
    .onConflictDoUpdate({ target: instances.id, set: { seenAt: present } })
    .returning({ isNew: sql<boolean>`xmax = 0` });
  return row?.isNew ?? false;
}

/** Lets an instance that ends be taken for dead after so many seconds, in which its people come back elsewhere. */
export const retireInstance = (db: Db, id: string, seconds: number) =>
  db.update(instances).set({ seenAt: sql`${present} - ${lifetime} + make_interval(secs => ${seconds})` }).where(eq(instances.id, id));

/** Takes the dead instances away, with everybody who was present through them. @returns the projects where they were */
export async function clearDeadInstances(db: Db): Promise<string[]> {
  const rows = await db.execute<{ project_id: string }>(sql`
    with dead as (delete from ${instances} where seen_at < ${present} - ${lifetime} returning id)
    select distinct project_id from ${presence} where instance_id in (select id from dead)`);
  return rows.map((row) => row.project_id);
}

/**
 * Stores who came and who left, in one statement. Somebody who comes to where another stream of theirs is already, as
 * after a cut connection, has been there since then. A project or a person that is gone is passed over.
 */
export async function writePresence(db: Db, instanceId: string, { rows, goneIds }: { rows: PresenceRow[]; goneIds: string[] }): Promise<void> {
  await db.execute(sql`
    with gone as (
      delete from ${presence} where id in (select value::uuid from jsonb_array_elements_text(${json(goneIds)}))
    )
    insert into ${presence} (id, instance_id, connection_id, project_id, user_id, session_id, document_id, created_at)
    select v."id", ${instanceId}::uuid, v."connectionId", v."projectId", v."userId", v."sessionId", v."documentId", coalesce((
      select min(p.created_at) from ${presence} p
      where p.project_id = v."projectId" and p.user_id = v."userId" and p.session_id is not distinct from v."sessionId" and p.document_id is not distinct from v."documentId"
    ), ${present})
    from jsonb_to_recordset(${json(rows)}) as v("id" uuid, "connectionId" uuid, "projectId" uuid, "userId" uuid, "sessionId" uuid, "documentId" uuid)
    where ${exist}`);
}

/** Notes that people are in projects now. After half an hour of absence another visit begins. */
export async function recordVisits(db: Db, visits: Visit[]): Promise<void> {
  await db.execute(sql`
    insert into ${projectVisits} (project_id, user_id, seen_at)
    select v."projectId", v."userId", ${present} from jsonb_to_recordset(${json(visits)}) as v("projectId" uuid, "userId" uuid)
    where ${exist} order by 1, 2
    on conflict (project_id, user_id) do update set seen_at = excluded.seen_at, previous_seen_at =
      case when ${projectVisits}.seen_at < excluded.seen_at - ${visitGap} then ${projectVisits}.seen_at else ${projectVisits}.previous_seen_at end`);
}

/** Who is in a project, by person and place, after a position. */
export function listPeople(db: Db, projectId: string, page: { after: readonly [string, string | null, string | null] | null; limit: number }): Promise<PersonHere[]> {
  const [userId, sessionId, documentId] = page.after ?? [];
  const after = userId ? sql`and (p.user_id, coalesce(p.session_id, ${none}), coalesce(p.document_id, ${none})) > (${userId}::uuid, coalesce(${sessionId ?? null}::uuid, ${none}), coalesce(${documentId ?? null}::uuid, ${none}))` : sql``;
  return selectPeople(db, sql`p.project_id = ${projectId} ${after}`, sql`limit ${page.limit}`);
}

/** Everybody who is in a project, by person and place. */
export const readPeople = (db: Db, projectId: string): Promise<PersonHere[]> => selectPeople(db, sql`p.project_id = ${projectId}`, sql``);

async function selectPeople(db: Db, where: SQL, limit: SQL): Promise<PersonHere[]> {
  const rows = await db.execute<PersonHere>(sql`
    select p.user_id as "userId", u.name, p.session_id as "sessionId", p.document_id as "documentId", min(p.created_at) as since
    from ${presence} p
    join ${instances} i on i.id = p.instance_id and i.seen_at >= ${present} - ${lifetime}
    join ${users} u on u.id = p.user_id
    where ${where}
    group by p.user_id, u.name, p.session_id, p.document_id
    order by p.user_id, coalesce(p.session_id, ${none}), coalesce(p.document_id, ${none}) ${limit}`);
  return rows.map((row) => ({ ...row, since: toIso(row.since) }));
}

const json = (value: unknown): SQL => sql`${JSON.stringify(value)}::text::jsonb`;
/** Of the records `v`, those whose project and person are still there. */
const exist = sql`exists (select from ${projects} where id = v."projectId") and exists (select from ${users} where id = v."userId")`;
