import "server-only";
import type { Readable } from "node:stream";
import { authorize, type Granted } from "@/lib/access/authorize";
import { transaction } from "@/lib/core/db";
import { putFileWithHead } from "@/lib/core/file-heads";
import { titleOfFile } from "@/lib/core/file-names";
import { holdFiles, removeFilesIfUnused } from "@/lib/core/file-uses";
import { newId } from "@/lib/core/ids";
import { wakeJobs } from "@/lib/core/jobs";
import { AppError } from "@/lib/core/problems";
import { mutate } from "@/lib/events/mutate";
import { receiveFiles } from "@/lib/http/multipart";
import { createConversationDocuments, documentMediaType, documentTypeOf, type AttachedText } from "@/lib/knowledge/conversation-documents";
import { presentAttachment } from "./attachments";
import { pictureHeadBytes, pictureName, readPicture, type Picture } from "./pictures";
import { insertAttachments, type NewAttachment } from "./queries";
import { mostAttachmentBytes, mostAttachments, type Attachment } from "./schemas";
import { clearLater } from "./unsent";

type Stored = { name: string; hash: string; size: number } & ({ picture: Picture } | { text: AttachedText });

/** A small file may unfold to more pixels than any reader's machine holds. */
const mostPixels = 100_000_000;
const accepted = "Pictures (PNG, JPEG, GIF, WebP), PDF, plain text, Markdown and source code are accepted.";

/**
 * Stores files that are to come with a message, all or none. What holds text becomes a document besides, which is read
 * at once so that it can be asked about when the message is sent.
 * @throws AppError as `receiveFiles` does, `unsupported-media-type`, `too-large`
 */
export async function uploadAttachments(by: Granted<"chat.write">, request: Request): Promise<Attachment[]> {
  const hashes: string[] = [];
  try {
    const files = await receiveFiles(request, { mostFiles: mostAttachments, mostFileBytes: mostAttachmentBytes, store: (stream, name) => store(stream, name, (hash) => hashes.push(hash)) });
    // Files may take minutes to arrive, and by then the project may be archived or the sender no member any more.
    await authorize(by.actor, by.projectId, "chat.write");
    return await createAttachments(by, files);
  } catch (error) {
    if (hashes.length > 0) await transaction((tx) => removeFilesIfUnused(tx, hashes));
    throw error;
  }
}

async function createAttachments(by: Granted<"chat.write">, files: Stored[]): Promise<Attachment[]> {
  const attachments = await mutate(by, async (tx) => {
    await holdFiles(tx, files.map(({ hash }) => hash));
    const rows: NewAttachment[] = [];
    for (const file of files) {
      const { name, hash: filePath, size } = file;
      const common = { id: newId(), userId: by.actor.id, sessionId: null, messageId: null, name, size, filePath };
      if ("picture" in file) rows.push({ ...common, ...file.picture, documentId: null });
      else {
        const [documentId = null] = await createConversationDocuments(tx, { projectId: by.projectId, userId: by.actor.id }, [file.text]);
        rows.push({ ...common, mediaType: documentMediaType(file.text.documentType), width: null, height: null, documentId });
      }
    }
    await clearLater(tx, by.projectId, rows.map(({ id }) => id));
    return (await insertAttachments(tx, by.projectId, rows)).map(presentAttachment);
  });
  wakeJobs();
  return attachments;
}

/** Stores one file and decides by its bytes what it is; its name only tells kinds of text apart. */
async function store(stream: Readable, fileName: string, onStored: (hash: string) => void): Promise<Stored> {
  const name = titleOfFile(fileName);
  const { hash, size, head } = await putFileWithHead(stream, { maxBytes: mostAttachmentBytes, headBytes: pictureHeadBytes });
  onStored(hash);
  if (size === 0) throw new AppError("validation-failed", undefined, { errors: [{ pointer: "/file", detail: `“${name}” is empty` }] });
  const picture = readPicture(head);
  if (picture) {
    if (picture.width * picture.height > mostPixels) throw new AppError("too-large", `“${name}” has more than ${mostPixels} pixels.`);
    return { name: pictureName(name, picture), hash, size, picture };
  }
  const documentType = documentTypeOf(name, head);
  if (!documentType) throw new AppError("unsupported-media-type", `“${name}” is of another kind. ${accepted}`);
  return { name, hash, size, text: { title: name, documentType, hash, size } };
}
