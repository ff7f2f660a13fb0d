import "server-only";
import { eq, sql } from "drizzle-orm";
import { userSettings } from "@/drizzle/schema";
import type { Db, Tx } from "@/lib/core/db";

/** What is stored of a person's settings; empty if nothing is. */
export async function findSettings(db: Db, userId: string): Promise<Record<string, unknown>> {
  const [row] = await db.select({ settings: userSettings.settings }).from(userSettings).where(eq(userSettings.userId, userId));
  return row?.settings ?? {};
}

/** Puts settings over those that are stored, in one statement, so that two writers lose nothing of each other's. */
export async function mergeSettings(tx: Tx, userId: string, changes: Record<string, unknown>): Promise<Record<string, unknown>> {
  const [row] = await tx
    .insert(userSettings)
    .values({ userId, settings: changes })
    .onConflictDoUpdate({ target: userSettings.userId, set: { settings: sql`${userSettings.settings} || excluded.settings`, updatedAt: sql`now()` } })
    .returning({ settings: userSettings.settings });
  return row?.settings ?? changes;
}
