import { z } from "zod";
import { idParam } from "@/lib/core/common-schemas";

/** The largest file that comes with a message, in bytes. */
export const mostAttachmentBytes = 25_000_000;

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
