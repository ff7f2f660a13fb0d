import "server-only";
import { Readable } from "node:stream";
import busboy from "busboy";
import { AppError } from "@/lib/core/problems";

type Receiving<T> = {
  mostFiles: number;
  /** Of one file. */
  mostFileBytes: number;
  /** Reads one part to its end and keeps it; what it throws refuses the whole request. */
  store: (stream: Readable, fileName: string) => Promise<T>;
};

/** Room for the parts' headers and for fields, which nobody reads. */
const mostOtherBytes = 1_000_000;

/** Whether a request brings files. */
export const isMultipart = (request: Request): boolean => (request.headers.get("content-type") ?? "").toLowerCase().startsWith("multipart/form-data");

/**
 * Reads a `multipart/form-data` request and hands its parts named `file`, one after the other, as they arrive, to
 * `store`. All or none: whoever calls removes what was stored when this throws.
 * @throws AppError `too-large` (one file, or too many), `validation-failed` (no file), `malformed-request`, and
 *   whatever `store` throws
 */
export async function receiveFiles<T>(request: Request, { mostFiles, mostFileBytes, store }: Receiving<T>): Promise<T[]> {
  const mostBytes = mostFiles * mostFileBytes + mostOtherBytes;
  const tooLarge = () => new AppError("too-large", `At most ${mostFiles} files of ${mostFileBytes} bytes are accepted at once.`);
  if (Number(request.headers.get("content-length") ?? 0) > mostBytes) throw tooLarge();
  if (!request.body) throw noFile();
  const parser = createParser(request.headers, mostFiles);
  // The types of Node's and the browser's streams differ in name only.
  const source = Readable.fromWeb(request.body as Parameters<typeof Readable.fromWeb>[0]);
  const uploads: Promise<T>[] = [];
  const parts: Readable[] = [];
  try {
    await new Promise<void>((resolve, reject) => {
      const fail = (error: unknown) => reject(error instanceof AppError ? error : new AppError("malformed-request", "The upload broke off or is not valid multipart/form-data.", { cause: error }));
      parser.on("file", (field, stream, { filename }) => {
        stream.on("error", fail);
        parts.push(stream);
        // A part may come without a name, whatever the types say.
        const name: string | undefined = filename;
        const upload = field === "file" ? store(stream, name ?? "") : Promise.reject(new AppError("validation-failed", undefined, { errors: [{ pointer: `/${field.slice(0, 40)}`, detail: "is not expected: files come as parts named file" }] }));
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

function createParser(headers: Headers, mostFiles: number): busboy.Busboy {
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

const noFile = () => new AppError("validation-failed", undefined, { errors: [{ pointer: "/file", detail: "is missing: send at least one part named file" }] });
