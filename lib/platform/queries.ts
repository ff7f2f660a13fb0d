import "server-only";
import { sql } from "drizzle-orm";
import type { Db } from "@/lib/core/db";

/** Asks the database for anything at all. */
export async function pingDatabase(db: Db): Promise<void> {
  await db.execute(sql`select 1`);
}
