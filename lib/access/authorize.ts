import "server-only";
import { AppError } from "@/lib/core/problems";
import { getMembership } from "./memberships";
import { can, usableWhenArchived, type Permission } from "./permissions";

declare const granted: unique symbol;

/** Who acts: a signed-in person, and the session they act through. */
export type Actor = { id: string; name: string; email: string; isAdmin: boolean; sessionId: string };

/** Proof that `actor` holds `P` on the project. Only `authorize` makes one, so a forgotten check doesn't compile. */
export type Granted<P extends Permission> = { actor: Actor; projectId: string; role: string; [granted]: P };

/** What work that outlives its sender holds. Made only by those who run such work (see the import boundaries). */
export type SystemGrant = { system: "assistant" | "ingestion" | "chat"; projectId: string; [granted]: "system" };

/**
 * Checks that `actor` may use `permission` in the project.
 * @throws AppError `not-found` outside the project (its existence is not told), `not-permitted` without the
 *   permission, `project-archived` for a write to an archived project.
 */
export async function authorize<P extends Permission>(actor: Actor, projectId: string, permission: P): Promise<Granted<P>> {
  const membership = await getMembership(projectId, actor.id);
  if (!membership) throw new AppError("not-found");
  if (!can(membership.role, permission)) throw new AppError("not-permitted");
  if (membership.projectStatus === "archived" && !usableWhenArchived(permission)) {
    throw new AppError("project-archived", "Restore the project to change it.");
  }
  // The brand exists only in types; this is the one place that gives it.
  return { actor, projectId, role: membership.role } as Granted<P>;
}

/** Passes if the row is the actor's own, or if their role may act on others' rows. */
export function requireAuthorOr(by: Granted<Permission>, row: { userId: string | null }, permission: Permission): void {
  if (row.userId !== by.actor.id && !can(by.role, permission)) throw new AppError("not-permitted");
}
