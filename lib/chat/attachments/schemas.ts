import { z } from "zod";
import { idParam } from "@/lib/core/common-schemas";

/** The largest file that comes with a message, in bytes. */
export const mostAttachmentBytes = 25_000_000;
/** Most files of one message. */
export const mostAttachments = 10;
/** What the interface tells a browser, so that a file that would be refused isn't sent first. */
export const attachmentLimits = { mostBytes: mostAttachmentBytes, most: mostAttachments };

export const projectAttachmentParams = z.object({ projectId: idParam });
export const attachmentParams = z.object({ projectId: idParam, attachmentId: idParam });

/** A file that came with a message. Pictures are shown; what holds text is a document as well, which answers cite. */
export const attachment = z
  .object({
    id: z.uuid(),
    name: z.string(),
    mediaType: z.string(),
    /** In bytes. */
    size: z.number().int(),
    /** Of a picture, in pixels. */
    width: z.number().int().nullable(),
    height: z.number().int().nullable(),
    documentId: z.uuid().nullable(),
  })
  .meta({ id: "Attachment" });
export type Attachment = z.infer<typeof attachment>;
export const attachmentList = z.object({ items: z.array(attachment) });

/** The parts of an upload: one or several named `file`. */
export const uploadForm = z.object({ file: z.array(z.file()).min(1).max(mostAttachments) });
