import "server-only";
import { pipeline, Transform, type Readable, type TransformCallback } from "node:stream";
import { putFile } from "@/lib/core/files";
import { AppError } from "@/lib/core/problems";
import { receiveFiles } from "@/lib/http/multipart";
import { headBytes, titleOfFile, typeByName, typeOfFile, type DocumentType } from "./file-names";
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
  const head = new Head();
  // Ends `head` when the part breaks off, with the part's error, which `putFile` then reports.
  pipeline(stream, head, () => {});
  const { hash, size } = await putFile(head, { maxBytes: mostFileBytes });
  onStored(hash);
  const documentType = typeOfFile(title, head.bytes);
  if (documentType === null) throw refused(title);
  return { title, documentType, hash, size };
}

/** Lets bytes pass and remembers the first of them. */
class Head extends Transform {
  bytes = Buffer.alloc(0);

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    if (this.bytes.byteLength < headBytes) this.bytes = Buffer.concat([this.bytes, chunk.subarray(0, headBytes - this.bytes.byteLength)]);
    done(null, chunk);
  }
}

const refused = (title: string) => new AppError("unsupported-media-type", `“${title}” is of another kind. ${accepted}`);
