import "server-only";
import path from "node:path";
import { Worker } from "node:worker_threads";
import {
  ExtractionError,
  type DocumentType,
  type ExtractionMessage,
  type ExtractionRequest,
  type ReadDocument,
} from "@/lib/knowledge/extraction/extracted-text";

/** What to read, and how to follow and end it. */
interface ExtractionInput {
  path: string;
  documentType: DocumentType;
  /** Ends the thread; the promise then rejects with the signal's reason. */
  signal?: AbortSignal;
  /** Called with the part that is done, 0 to 1, at most about a hundred times. */
  onProgress?: (fraction: number) => void;
  /** Milliseconds after which the document counts as too long; 120,000 unless told. */
  timeLimit?: number;
  /** Bytes that the process may grow by meanwhile, beyond which the document counts as too long. */
  growthLimit?: number;
}

/**
 * Reads a document's text, page by page, and parts it into passages, in a thread of its own, so that neither a large
 * file nor a malicious one holds up the server: it has a limit of memory and of time, and no environment to leak.
 * Throws ExtractionError, or the signal's reason when aborted.
 */
export async function extractText(input: ExtractionInput): Promise<ReadDocument> {
  input.signal?.throwIfAborted();
  const request: ExtractionRequest = { path: input.path, documentType: input.documentType };
  const worker = new Worker(/* turbopackIgnore: true */ workerPath(), {
    workerData: request,
    env: {},
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: MEMORY_LIMIT_MB },
  });
  const ending = new AbortController();
  try {
    return await outcome(worker, input, ending.signal);
  } finally {
    ending.abort();
    await worker.terminate();
  }
}

/** Two minutes read a book of a thousand pages twenty times over on a slow core. */
const TIME_LIMIT = 120_000;

/** The heap of the thread. A book of 350 pages needs about 100 MB. */
const MEMORY_LIMIT_MB = 768;

/**
 * A page of a few megabytes can unpack to gigabytes, which lie outside of the thread's heap and its limit: only the
 * process as a whole shows them. A book grows it by a tenth of this.
 */
const GROWTH_LIMIT = 1_500_000_000;

const GROWTH_CHECK_MS = 100;

function outcome(worker: Worker, input: ExtractionInput, ended: AbortSignal): Promise<ReadDocument> {
  return new Promise((resolve, reject) => {
    const timeLimit = input.timeLimit ?? TIME_LIMIT;
    const timer = setTimeout(
      () => reject(new ExtractionError("too-long", `The document took longer than ${timeLimit} ms`)),
      timeLimit,
    );
    const growthLimit = input.growthLimit ?? GROWTH_LIMIT;
    const before = process.memoryUsage.rss();
    const watch = setInterval(() => {
      if (process.memoryUsage.rss() - before > growthLimit) reject(new ExtractionError("too-long", `The document needs more than ${growthLimit} bytes of memory`));
    }, GROWTH_CHECK_MS);
    ended.addEventListener("abort", () => {
      clearTimeout(timer);
      clearInterval(watch);
    }, { once: true });
    input.signal?.addEventListener("abort", () => reject(input.signal?.reason), { once: true, signal: ended });

    worker.on("message", (message: ExtractionMessage) => {
      if (message.kind === "done") resolve(message.result);
      else if (message.kind === "failed") reject(new ExtractionError(message.code, message.detail));
      else if (!ended.aborted && !input.signal?.aborted) input.onProgress?.(message.fraction);
    });
    worker.on("error", (error: NodeJS.ErrnoException) => {
      reject(
        error.code === "ERR_WORKER_OUT_OF_MEMORY"
          ? new ExtractionError("too-long", `The document needs more than ${MEMORY_LIMIT_MB} MB`, { cause: error })
          : error,
      );
    });
    worker.on("exit", (code) => reject(new Error(`The extraction ended without a result, code ${code}`)));
  });
}

/**
 * Node runs the worker's source as it is, in production too. The path is put together at run time, out of the
 * bundler's sight: bundled, the worker would lose the PDF library's own files (character maps, fonts).
 */
function workerPath(): string {
  return path.join(/* turbopackIgnore: true */ process.cwd(), "lib/knowledge/extraction/worker.ts");
}
