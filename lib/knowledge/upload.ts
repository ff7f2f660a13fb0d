import "server-only";
import type { Readable } from "node:stream";
import { putFileWithHead } from "@/lib/core/file-heads";
import { titleOfFile } from "@/lib/core/file-names";
import { AppError } from "@/lib/core/problems";
import { receiveFiles } from "@/lib/http/multipart";
import { headBytes, typeByName, typeOfFile, type DocumentType } from "./file-names";
import { mostFileBytes, mostFiles } from "./schemas";

/** A file whose bytes are stored and that no document refers to yet. */
export type StoredUpload = { title: string; documentType: DocumentType; hash: string; size: number };

const accepted = "PDF, plain text (.txt) and Markdown (.md) are accepted.";

/**
 * Stores the files of a `multipart/form-data` request, all or none: `onStored` is told of each hash at once, so that
 * the caller can remove what was stored when this throws.
 * @throws AppError as `receiveFiles` of lib/http does, and `unsupported-media-type`
 */
export const receiveDocuments = (request: Request, onStored: (hash: string) => void): Promise<StoredUpload[]> =>
  receiveFiles(request, { mostFiles, mostFileBytes, store: (stream, name) => store(stream, name, onStored) });

async function store(stream: Readable, name: string, onStored: (hash: string) => void): Promise<StoredUpload> {
  const title = titleOfFile(name);
  if (typeByName(title) === null) throw refused(title);
  const { hash, size, head } = await putFileWithHead(stream, { maxBytes: mostFileBytes, headBytes });
  onStored(hash);
  const documentType = typeOfFile(title, head);
  if (documentType === null) throw refused(title);
  return { title, documentType, hash, size };
}

const refused = (title: string) => new AppError("unsupported-media-type", `“${title}” is of another kind. ${accepted}`);
