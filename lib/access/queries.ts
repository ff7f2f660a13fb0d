import "server-only";
import { and, eq, sql } from "drizzle-orm";
import { projectCollaborators, projects } from "@/drizzle/schema";
import type { Db } from "@/lib/core/db";

/** Active memberships, with the projects' status, of those who are in the project that they are asked for. */
export const listMemberships = (db: Db, wanted: readonly { projectId: string; userId: string }[]) =>
  db
    .select({ projectId: projectCollaborators.projectId, userId: projectCollaborators.userId, role: projectCollaborators.role, projectStatus: projects.status })
    .from(projectCollaborators)
    .innerJoin(projects, eq(projects.id, projectCollaborators.projectId))
    .innerJoin(
      // As one value, so that the statement is the same for any number.
      sql`jsonb_to_recordset(${JSON.stringify(wanted)}::text::jsonb) as wanted("projectId" uuid, "userId" uuid)`,
      and(eq(projectCollaborators.projectId, sql`wanted."projectId"`), eq(projectCollaborators.userId, sql`wanted."userId"`)),
    )
    .where(eq(projectCollaborators.status, "active"));
