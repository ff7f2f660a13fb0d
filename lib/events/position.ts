import "server-only";
import type { Granted } from "@/lib/access/authorize";
import type { ReadPermission } from "@/lib/access/permissions";
import { db } from "@/lib/core/db";
import { findSequence } from "./queries";

/**
 * The number of the project's last event. A page reads it before anything else that it shows, and its client then
 * listens from there: what happens in between comes twice rather than not at all.
 */
export async function getPosition(by: Granted<ReadPermission>): Promise<number> {
  return (await findSequence(db(), by.projectId)) ?? 0;
}
