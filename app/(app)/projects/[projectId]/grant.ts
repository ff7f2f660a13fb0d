import "server-only";
import { notFound } from "next/navigation";
import { authorize, type Granted } from "@/lib/access/authorize";
import type { ReadPermission } from "@/lib/access/permissions";
import { getPageActor } from "@/lib/auth/page-session";
import { AppError } from "@/lib/core/problems";

/**
 * What lets a page read a project. A stranger is sent to sign in and comes back to `path`; whoever isn't a member, or
 * lacks the permission, sees that there is nothing.
 */
export async function getPageGrant<P extends ReadPermission>(projectId: string, permission: P, path: string): Promise<Granted<P>> {
  return (await findPageGrant(projectId, permission, path)) ?? notFound();
}

/** The same, but null where there is nothing to see: for a layout's title, from which nothing may be thrown. */
export async function findPageGrant<P extends ReadPermission>(projectId: string, permission: P, path: string): Promise<Granted<P> | null> {
  const actor = await getPageActor(path);
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(projectId)) return null;
  try {
    return await authorize(actor, projectId.toLowerCase(), permission);
  } catch (error) {
    if (error instanceof AppError && (error.code === "not-found" || error.code === "not-permitted")) return null;
    throw error;
  }
}
