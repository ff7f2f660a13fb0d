import "server-only";
import { and, asc, desc, eq, ilike, or, sql, type SQL } from "drizzle-orm";
import { chatAttachments, knowledgeDocuments, projectCollaborators, projects, projectSequences } from "@/drizzle/schema";
import type { Db, Tx } from "@/lib/core/db";
import { newId } from "@/lib/core/ids";
import type { ListProjectsQuery } from "./schemas";

export type ProjectRow = typeof projects.$inferSelect;

/** Stores a project with its event sequence and its founder as owner. */
export async function insertProject(tx: Tx, values: typeof projects.$inferInsert & { createdBy: string }): Promise<ProjectRow> {
  const [row] = await tx.insert(projects).values(values).returning();
  if (!row) throw new Error("an insert gave no row");
  await tx.insert(projectSequences).values({ projectId: row.id });
  await tx.insert(projectCollaborators).values({ id: newId(), projectId: row.id, userId: values.createdBy, role: "owner" });
  return row;
}

export async function findProject(db: Db, projectId: string): Promise<ProjectRow | null> {
  const [row] = await db.select().from(projects).where(eq(projects.id, projectId));
  return row ?? null;
}

/** The project, locked until the transaction ends. */
export async function lockProject(tx: Tx, projectId: string): Promise<ProjectRow | null> {
  const [row] = await tx.select().from(projects).where(eq(projects.id, projectId)).for("update");
  return row ?? null;
}

type Changes = Partial<Pick<ProjectRow, "name" | "description" | "type" | "tags" | "instructions" | "model" | "status">>;

/** Changes a project, with the next version number. */
export async function updateProjectRow(tx: Tx, projectId: string, changes: Changes): Promise<ProjectRow> {
  const [row] = await tx
    .update(projects)
    .set({ ...changes, version: sql`${projects.version} + 1`, updatedAt: sql`now()` })
    .where(eq(projects.id, projectId))
    .returning();
  if (!row) throw new Error("a locked project is gone");
  return row;
}

/** Content addresses of the files that the project's documents are made of, and of those that came with messages. */
export async function listFileHashes(tx: Tx, projectId: string): Promise<string[]> {
  const ofDocuments = tx.select({ hash: knowledgeDocuments.filePath }).from(knowledgeDocuments).where(eq(knowledgeDocuments.projectId, projectId));
  const rows = await ofDocuments.union(tx.select({ hash: sql<string | null>`${chatAttachments.filePath}` }).from(chatAttachments).where(eq(chatAttachments.projectId, projectId)));
  return rows.flatMap((row) => row.hash ?? []);
}

/** Everything of the project goes with it. */
export const deleteProjectRow = (tx: Tx, projectId: string) => tx.delete(projects).where(eq(projects.id, projectId));

/** What a list can be sorted by. Names sort without case; the database's own lower case serves in the cursor too. */
const sortKeys = {
  updated: sql<string>`${projects.updatedAt}`.mapWith(projects.updatedAt),
  created: sql<string>`${projects.createdAt}`.mapWith(projects.createdAt),
  name: sql<string>`lower(${projects.name})`,
} as const;

export type SortKey = keyof typeof sortKeys;
type ListOptions = Pick<ListProjectsQuery, "q" | "status" | "tag" | "role"> & {
  key: SortKey;
  descending: boolean;
  after: { value: string; id: string } | null;
  limit: number;
};

/** Projects that the person is a member of, with their role and the value that the list is sorted by. */
export function listProjectsOf(db: Db, userId: string, { q, status, tag, role, key, descending, after, limit }: ListOptions) {
  const sortKey = sortKeys[key];
  const direction = descending ? desc : asc;
  return db
    .select({ project: projects, role: projectCollaborators.role, sortValue: sortKey })
    .from(projectCollaborators)
    .innerJoin(projects, eq(projects.id, projectCollaborators.projectId))
    .where(
      and(
        eq(projectCollaborators.userId, userId),
        eq(projectCollaborators.status, "active"),
        q ? or(ilike(projects.name, containing(q)), ilike(projects.description, containing(q))) : undefined,
        status ? eq(projects.status, status) : undefined,
        tag ? sql`${projects.tags} @> ${JSON.stringify([tag])}::text::jsonb` : undefined,
        role ? eq(projectCollaborators.role, role) : undefined,
        after ? beyond(key, sortKey, descending, after) : undefined,
      ),
    )
    .orderBy(direction(sortKey), direction(projects.id))
    .limit(limit);
}

/** What was typed stands for itself: `%` and `_` are no wildcards. */
const containing = (text: string): string => `%${text.replaceAll(/[\\%_]/g, "\\$&")}%`;

function beyond(key: SortKey, sortKey: SQL, descending: boolean, after: { value: string; id: string }): SQL {
  const value = key === "name" ? sql`${after.value}::text` : sql`${after.value}::timestamptz`;
  return descending ? sql`(${sortKey}, ${projects.id}) < (${value}, ${after.id}::uuid)` : sql`(${sortKey}, ${projects.id}) > (${value}, ${after.id}::uuid)`;
}
