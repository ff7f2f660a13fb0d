import type { ColouredLine, ColourRequest, ColourReply } from "./highlight-worker";
import { Lru } from "./lru";

/** Longer code stays without colours; characters. */
const longest = 100_000;
/** Code made to be slow must not keep the rest waiting; milliseconds. */
const patience = 5_000;

/** The lines of code as lengths and colours; null for a language that isn't known and for code that takes too long. */
export function colour(code: string, language: string): Promise<ColouredLine[] | null> {
  if (code.length > longest) return Promise.resolve(null);
  const key = `${language}\n${code}`;
  const known = coloured.get(key);
  if (known) return known;
  const asked = ask({ id: (lastId += 1), code, language });
  coloured.set(key, asked, code.length);
  return asked;
}

/** Characters of code whose colours are kept. */
const coloured = new Lru<Promise<ColouredLine[] | null>>(500_000);
const waiting = new Map<number, (lines: ColouredLine[] | null) => void>();
let lastId = 0;
let worker: Worker | undefined;
let alarm: ReturnType<typeof setTimeout> | undefined;

/** The worker answers in the order of the questions. */
function ask(request: ColourRequest): Promise<ColouredLine[] | null> {
  return new Promise((resolve) => {
    worker ??= start();
    waiting.set(request.id, resolve);
    if (waiting.size === 1) watch();
    worker.postMessage(request);
  });
}

function start(): Worker {
  const started = new Worker(new URL("./highlight-worker.ts", import.meta.url), { type: "module" });
  started.addEventListener("message", ({ data }: MessageEvent<ColourReply>) => {
    waiting.get(data.id)?.(data.lines);
    waiting.delete(data.id);
    watch();
  });
  started.addEventListener("error", giveUp);
  return started;
}

function watch(): void {
  clearTimeout(alarm);
  if (waiting.size > 0) alarm = setTimeout(giveUp, patience);
}

/** Ends a worker that hangs on its oldest question. The others that wait stay without colours too, as they are rare. */
function giveUp(): void {
  clearTimeout(alarm);
  worker?.terminate();
  worker = undefined;
  for (const resolve of waiting.values()) resolve(null);
  waiting.clear();
}
