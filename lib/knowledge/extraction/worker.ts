/** The extraction's thread: reads one document, parts it into passages, tells how it goes, ends. Plain Node runs this file. */
import { parentPort, workerData } from "node:worker_threads";
import { chunkPages } from "../chunking/chunk.ts";
import { ExtractionError, type ExtractionMessage, type ExtractionRequest } from "./extracted-text.ts";
import { readDocument } from "./read-document.ts";

// The thread is only ever started by extract.ts, which passes exactly this shape.
const request = workerData as ExtractionRequest;

try {
  const result = await readDocument(request, onceAPercent((fraction) => tell({ kind: "progress", fraction })));
  // Parting 25 MB of text takes two seconds, which belong here and not on the server's thread.
  tell({ kind: "done", result: { ...result, chunks: chunkPages(result.pages) } });
} catch (error) {
  // What isn't the document's fault (a missing file, a mistake of ours) must reach the log as what it is.
  if (!(error instanceof ExtractionError)) throw error;
  tell({ kind: "failed", code: error.code, detail: error.message });
}

function tell(message: ExtractionMessage): void {
  parentPort?.postMessage(message);
}

/** A document may have thousands of pages; nobody needs more steps than a hundred. */
function onceAPercent(report: (fraction: number) => void): (fraction: number) => void {
  let last = -1;
  return (fraction) => {
    const percent = Math.floor(fraction * 100);
    if (percent === last) return;
    last = percent;
    report(fraction);
  };
}
