import "server-only";
import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";
import { openPromise } from "yauzl";
import { arrayElements, NotAnArray } from "./array-elements";
import { chatGptConversation, fromChatGpt } from "./chatgpt";
import { claudeConversation, fromClaude } from "./claude";
import type { ImportedConversation } from "./conversation";

/** Why a file can't be imported. */
export class ExportFileError extends Error {
  readonly code: "import-not-an-export" | "import-too-large";

  constructor(code: ExportFileError["code"], options?: ErrorOptions) {
    super(code, options);
    this.name = "ExportFileError";
    this.code = code;
  }
}

/** One conversation in the export, in bytes: beyond what anybody wrote, and parsing it holds everybody else up. */
const mostConversationBytes = 10_000_000;
/** Everything unpacked, in bytes: a zip file may unpack to a thousand times its size. */
const mostBytes = 4_000_000_000;
const conversationFile = /(?:^|\/)conversations(?:-\d+)?\.json$/;

/**
 * How many conversations are in an export: a zip file of ChatGPT or Claude, or the `conversations.json` out of it.
 * @param most bytes of all its files, unpacked
 * @throws ExportFileError, and the signal's reason
 */
export async function countConversations(path: string, signal: AbortSignal, most = mostBytes): Promise<number> {
  let count = 0;
  for await (const _ of elements(path, signal, most)) count += 1;
  return count;
}

/**
 * The conversations of an export, in its order; null for one that can't be understood, is too large or says nothing.
 * @param now for what has no time of its own
 * @throws ExportFileError, and the signal's reason
 */
export async function* readConversations(path: string, now: string, signal: AbortSignal): AsyncGenerator<ImportedConversation | null> {
  for await (const text of elements(path, signal, mostBytes)) yield text === null ? null : toConversation(text, now);
}

function toConversation(text: string, now: string): ImportedConversation | null {
  const value = parse(text);
  const chatGpt = chatGptConversation.safeParse(value);
  const claude = chatGpt.success ? null : claudeConversation.safeParse(value);
  if (chatGpt.success) return fromChatGpt(chatGpt.data, now);
  return claude?.success ? fromClaude(claude.data, now) : null;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new ExportFileError("import-not-an-export", { cause: error });
  }
}

async function* elements(path: string, signal: AbortSignal, most: number): AsyncGenerator<string | null> {
  const watched = watch(signal, most);
  try {
    for await (const source of sources(path)) yield* arrayElements(watched(source), mostConversationBytes);
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof ExportFileError) throw error;
    // The zip reader throws plain errors for whatever is no zip file.
    throw new ExportFileError("import-not-an-export", { cause: error });
  }
}

/** The files with conversations: the file itself, or those in the zip file that it is. */
async function* sources(path: string): AsyncGenerator<AsyncIterable<Buffer>> {
  if (!(await isZip(path))) return yield createReadStream(path);
  const zip = await openPromise(path);
  let found = false;
  try {
    for await (const entry of zip.eachEntry()) {
      if (!conversationFile.test(entry.fileName)) continue;
      found = true;
      yield await zip.openReadStreamPromise(entry);
    }
  } finally {
    zip.close();
  }
  if (!found) throw new NotAnArray("no conversations in the zip file");
}

async function isZip(path: string): Promise<boolean> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(4), 0, 4, 0);
    return bytesRead === 4 && buffer.readUInt32BE() === 0x504b0304;
  } finally {
    await file.close();
  }
}

/** Passes on what all of an export's files hold, as long as it is not too much and nobody has called it off. */
function watch(signal: AbortSignal, most: number): (source: AsyncIterable<Buffer>) => AsyncGenerator<Buffer> {
  let size = 0;
  return async function* (source) {
    for await (const chunk of source) {
      signal.throwIfAborted();
      size += chunk.byteLength;
      if (size > most) throw new ExportFileError("import-too-large");
      yield chunk;
    }
  };
}
