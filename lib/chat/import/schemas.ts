import { z } from "zod";
import { idParam, isoTime, pageOf } from "@/lib/core/common-schemas";

/** The largest export file, in bytes. */
export const mostImportBytes = 500_000_000;

export const importForm = z.object({ file: z.array(z.file()).length(1) });
export const projectImportParams = z.object({ projectId: idParam });
export const importParams = z.object({ projectId: idParam, importId: idParam });

/** An export file of another program on its way into conversations. */
export const chatImport = z
  .object({
    id: z.uuid(),
    projectId: z.uuid(),
    userId: z.uuid().nullable(),
    /** Null until the file has been looked into. */
    source: z.enum(["chatgpt", "claude", "openwebui", "librechat"]).nullable(),
    fileName: z.string(),
    status: z.enum(["queued", "running", "done", "failed", "cancelled"]),
    /** Conversations in the file; null until it has been read. */
    total: z.number().int().nullable(),
    /** How many of them were looked at, brought in, and left out. */
    done: z.number().int(),
    imported: z.number().int(),
    skipped: z.number().int(),
    /** How many were left out because they were there already, say nothing, are too large or can't be understood. Imports from before this was counted name none. */
    skipReasons: z.object({ existing: z.number().int(), empty: z.number().int(), "too-large": z.number().int(), unreadable: z.number().int() }).partial(),
    /** Why it failed: a code of the message catalogue. */
    problem: z.string().nullable(),
    createdAt: isoTime,
    updatedAt: isoTime,
  })
  .meta({ id: "ChatImport" });
export type ChatImport = z.infer<typeof chatImport>;
export const chatImportPage = pageOf(chatImport);
