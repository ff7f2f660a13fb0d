import "server-only";
import { and, asc, desc, eq, gt, isNotNull, isNull, ne, or, sql, type SQL } from "drizzle-orm";
import { chatSessions, knowledgeDocuments, messages, projectCollaborators, projects, projectVisits, users } from "@/drizzle/schema";
import type { Db } from "@/lib/core/db";

/** Whose news, of which project, from when on. */
export type News = { projectId: string; userId: string; since: string };

/** A visit is over when nothing was seen of its person for so long. */
const visitGap = sql.raw("interval '30 minutes'");
/** Messages that are looked through for decisions: beyond that the newest count. */
const mostLookedThrough = 2_000;
/** Counting stops here: whoever has missed so many wants to know that it is many. */
const mostCounted = 1_000;
/** Words that a decision is told with. Rough on purpose: `decisions.ts` looks closer. */
const decisionWords = "\\m(decid|decision|agree|go(ing)? with|settled|conclu)";

/**
 * From when on things are news to somebody: since the end of the visit before this one, which may just have begun
 * and not be noted yet. Null during the first visit.
 */
export async function findLastVisit(db: Db, projectId: string, userId: string): Promise<string | null> {
  const [row] = await db
    .select({ seenAt: projectVisits.seenAt, previousSeenAt: projectVisits.previousSeenAt, isOver: sql<boolean>`${projectVisits.seenAt} < clock_timestamp() - ${visitGap}` })
    .from(projectVisits)
    .where(and(eq(projectVisits.projectId, projectId), eq(projectVisits.userId, userId)));
  if (!row) return null;
  return row.isOver ? row.seenAt : row.previousSeenAt;
}

/** How many messages of others there were, and in how many conversations; beyond a thousand messages, of these. */
export async function countMessages(db: Db, news: News): Promise<{ messages: number; conversations: number }> {
  const counted = db
    .select({ sessionId: messages.sessionId })
    .from(messages)
    .innerJoin(chatSessions, eq(chatSessions.id, messages.sessionId))
    .where(isNews(news))
    .limit(mostCounted)
    .as("counted");
  const [row] = await db.select({ messages: sql<number>`count(*)::int`, conversations: sql<number>`count(distinct ${counted.sessionId})::int` }).from(counted);
  return row ?? { messages: 0, conversations: 0 };
}

/** Messages that were pinned, or that may tell a decision, newest first. */
export async function listPossibleDecisions(db: Db, news: News, limit: number) {
  const recent = db
    .select({ id: messages.id })
    .from(messages)
    .where(and(eq(messages.projectId, news.projectId), or(gt(messages.createdAt, news.since), gt(messages.pinnedAt, news.since))))
    .orderBy(desc(messages.id))
    .limit(mostLookedThrough);
  return selectMessages(db)
    .where(
      and(
        visible(news.projectId),
        sql`${messages.id} in ${recent}`,
        or(and(gt(messages.pinnedAt, news.since), or(isNull(messages.pinnedBy), ne(messages.pinnedBy, news.userId))), and(isNews(news), eq(messages.role, "user"), sql`${messages.content} ~* ${decisionWords}`)),
      ),
    )
    .orderBy(desc(messages.id))
    .limit(limit);
}

/** Messages that mention the person, newest first. */
export const listMentions = (db: Db, news: News, limit: number) =>
  selectMessages(db)
    .where(and(isNews(news), sql`${messages.mentions} @> ${JSON.stringify([news.userId])}::text::jsonb`))
    .orderBy(desc(messages.id))
    .limit(limit);

/** Answers, of the assistant and of people, to what the person wrote, newest first. */
export const listReplies = (db: Db, news: News, limit: number) =>
  selectMessages(db)
    .where(and(isNews(news), sql`exists (select 1 from ${messages} as asked where asked.id = ${messages.replyTo} and asked.user_id = ${news.userId})`))
    .orderBy(desc(messages.id))
    .limit(limit);

/** Documents that others added and that can be read, newest first. */
export const listNewDocuments = (db: Db, news: News, limit: number) =>
  db
    .select({ id: knowledgeDocuments.id, title: knowledgeDocuments.title, userId: knowledgeDocuments.userId, userName: users.name, at: knowledgeDocuments.createdAt })
    .from(knowledgeDocuments)
    .leftJoin(users, eq(users.id, knowledgeDocuments.userId))
    .where(and(eq(knowledgeDocuments.projectId, news.projectId), eq(knowledgeDocuments.scope, "project"), eq(knowledgeDocuments.status, "ready"), gt(knowledgeDocuments.createdAt, news.since), byOthers(knowledgeDocuments.userId, news)))
    .orderBy(desc(knowledgeDocuments.createdAt), desc(knowledgeDocuments.id))
    .limit(limit);

/** Those who joined, newest first. */
export const listNewMembers = (db: Db, news: News, limit: number) =>
  db
    .select({ userId: users.id, userName: users.name, at: projectCollaborators.joinedAt })
    .from(projectCollaborators)
    .innerJoin(users, eq(users.id, projectCollaborators.userId))
    .where(and(eq(projectCollaborators.projectId, news.projectId), eq(projectCollaborators.status, "active"), gt(projectCollaborators.joinedAt, news.since), ne(projectCollaborators.userId, news.userId)))
    .orderBy(desc(projectCollaborators.joinedAt), asc(users.id))
    .limit(limit);

/** The project's name and the model that it has chosen. */
export async function findProject(db: Db, projectId: string) {
  const [row] = await db.select({ name: projects.name, model: projects.model }).from(projects).where(eq(projects.id, projectId));
  return row ?? null;
}

export type MessageRow = Awaited<ReturnType<typeof listMentions>>[number];

const selectMessages = (db: Db) =>
  db
    .select({
      id: messages.id,
      sessionId: messages.sessionId,
      sessionTitle: chatSessions.title,
      role: messages.role,
      content: messages.content,
      attachments: messages.attachments,
      userId: messages.userId,
      userName: users.name,
      at: messages.createdAt,
      isPinned: isNotNull(messages.pinnedAt).mapWith(Boolean),
    })
    .from(messages)
    .innerJoin(chatSessions, eq(chatSessions.id, messages.sessionId))
    .leftJoin(users, eq(users.id, messages.userId))
    .$dynamic();

const visible = (projectId: string): SQL | undefined =>
  and(eq(messages.projectId, projectId), eq(chatSessions.projectId, projectId), isNull(chatSessions.deletedAt), isNull(messages.deletedAt), sql`${messages.status} not in ('queued', 'streaming', 'failed')`);
/** What others wrote since; what an import brought was said elsewhere. */
const isNews = (news: News): SQL | undefined => and(visible(news.projectId), sql`not ${messages.metadata} ? 'importedFrom'`, gt(messages.createdAt, news.since), byOthers(messages.userId, news));
const byOthers = (column: typeof messages.userId | typeof knowledgeDocuments.userId, { userId }: News): SQL => sql`${column} is distinct from ${userId}`;
