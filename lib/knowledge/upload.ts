import "server-only";
import { pipeline, Readable, Transform, type TransformCallback } from "node:stream";
import busboy from "busboy";
import { putFile } from "@/lib/core/files";
import { AppError } from "@/lib/core/problems";
import { headBytes, titleOfFile, typeByName, typeOfFile, type DocumentType } from "./file-names";
import { mostFileBytes, mostFiles } from "./schemas";

/** A file whose bytes are stored and that no document refers to yet. */
export type StoredUpload = { title: string; documentType: DocumentType; hash: string; size: number };

/** Room for the parts' headers and for fields, which nobody reads. */
const mostOtherBytes = 1_000_000;
const mostBytes = mostFiles * mostFileBytes + mostOtherBytes;
const accepted = "PDF, plain text (.txt) and Markdown (.md) are accepted.";

/**
 * Reads a `multipart/form-data` request and stores its parts named `file`, one after the other, as they arrive. All
 * or none: `onStored` is told of each hash at once, so that the caller can remove what was stored when this throws.
 * @throws AppError `too-large` (one file, or too many), `unsupported-media-type`, `validation-failed` (no file),
 *   `malformed-request`
 */
export async function receiveFiles(request: Request, onStored: (hash: string) => void): Promise<StoredUpload[]> {
  if (Number(request.headers.get("content-length") ?? 0) > mostBytes) throw tooLarge();
  if (!request.body) throw noFile();
  const parser = createParser(request.headers);
  // The types of Node's and the browser's streams differ in name only.
  const source = Readable.fromWeb(request.body as Parameters<typeof Readable.fromWeb>[0]);
  const uploads: Promise<StoredUpload>[] = [];
  const parts: Readable[] = [];
  try {
    await new Promise<void>((resolve, reject) => {
      const fail = (error: unknown) => reject(error instanceof AppError ? error : new AppError("malformed-request", "The upload broke off or is not valid multipart/form-data.", { cause: error }));
      parser.on("file", (field, stream, { filename }) => {
        stream.on("error", fail);
        parts.push(stream);
        const upload = field === "file" ? store(stream, filename, onStored) : Promise.reject(new AppError("validation-failed", undefined, { errors: [{ pointer: `/${field.slice(0, 40)}`, detail: "is not expected: files come as parts named file" }] }));
        upload.catch(fail);
        uploads.push(upload);
      });
      parser.on("filesLimit", () => fail(new AppError("too-large", `At most ${mostFiles} files are accepted at once.`)));
      parser.on("error", fail);
      parser.on("close", resolve);
      source.on("error", fail);
      // Without a length there is no end to what stands before, between and after the parts.
      let size = 0;
      source.on("data", (chunk: Uint8Array) => void ((size += chunk.byteLength) > mostBytes && fail(tooLarge())));
      source.pipe(parser);
    });
    const stored = await Promise.all(uploads);
    if (stored.length === 0) throw noFile();
    return stored;
  } catch (error) {
    // The rest is read and thrown away: a client that is cut off while it sends may never see the answer.
    source.unpipe(parser);
    source.on("error", () => {});
    source.resume();
    // With an error, because a part that is destroyed without one says nothing, and its file would be waited for.
    for (const part of parts) part.destroy(new Error("the upload was given up"));
    parser.destroy();
    await Promise.allSettled(uploads);
    throw error;
  }
}

function createParser(headers: Headers): busboy.Busboy {
  try {
    return busboy({
      headers: { "content-type": headers.get("content-type") ?? "" },
      defParamCharset: "utf8",
      limits: { files: mostFiles, fields: 50, fieldSize: 10_000, parts: mostFiles + 50 },
    });
  } catch (error) {
    throw new AppError("malformed-request", "The upload is not valid multipart/form-data.", { cause: error });
  }
}

async function store(stream: Readable, name: string | undefined, onStored: (hash: string) => void): Promise<StoredUpload> {
  const title = titleOfFile(name ?? "");
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
const tooLarge = () => new AppError("too-large", `At most ${mostFiles} files of ${mostFileBytes} bytes are accepted at once.`);
const noFile = () => new AppError("validation-failed", undefined, { errors: [{ pointer: "/file", detail: "is missing: send at least one part named file" }] });
