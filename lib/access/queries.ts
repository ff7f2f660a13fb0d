import "server-only";
import { and, eq } from "drizzle-orm";
import { projectCollaborators, projects } from "@/drizzle/schema";
import type { Db } from "@/lib/core/db";

/** The person's active membership of a project, with the project's status; null outside it. */
export async function findMembership(db: Db, projectId: string, userId: string) {
  const [row] = await db
    .select({ role: projectCollaborators.role, projectStatus: projects.status })
    .from(projectCollaborators)
    .innerJoin(projects, eq(projects.id, projectCollaborators.projectId))
    .where(and(eq(projectCollaborators.projectId, projectId), eq(projectCollaborators.userId, userId), eq(projectCollaborators.status, "active")))
    .limit(1);
  return row ?? null;
}
