import "server-only";
import path from "node:path";
import { startAssistant } from "@/lib/assistant/sweep";
import { registerAttachmentClearing } from "@/lib/chat/attachments/unsent";
import { registerSessionPurge } from "@/lib/chat/session-deletion";
import { nameConversation } from "@/lib/chat/titles";
import { registerImport } from "@/lib/chat/import/run-import";
import { bus } from "@/lib/core/bus";
import { isEmbedded } from "@/lib/core/db";
import { ensureEmbedded } from "@/lib/core/embedded/ensure";
import { env } from "@/lib/core/env";
import { registerFileRemoval } from "@/lib/core/file-uses";
import { startKeyClearing } from "@/lib/core/idempotency";
import { startJobs } from "@/lib/core/jobs";
import { migrateDatabase } from "@/lib/core/migrate";
import { registerIngestion } from "@/lib/knowledge/ingestion";

/** Everything that must run before the first request: the database, its schema, the bus, and the workers. */
export async function startServices(): Promise<void> {
  if (isEmbedded()) await ensureEmbedded(path.join(env().DATA_DIR, "postgres"));
  await migrateDatabase();
  await bus().ready();
  registerAttachmentClearing();
  registerFileRemoval();
  registerImport();
  registerIngestion();
  registerSessionPurge();
  startKeyClearing();
  startJobs();
  startAssistant(nameConversation);
}
