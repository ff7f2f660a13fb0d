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

/** One conversation in the export, in bytes: far beyond what anybody wrote. */
const mostConversationBytes = 100_000_000;
/** All of them unpacked, in bytes: a zip file may unpack to a thousand times its size. */
const mostBytes = 4_000_000_000;
const conversationFile = /(?:^|\/)conversations(?:-\d+)?\.json$/;

/**
 * How many conversations are in an export: a zip file of ChatGPT or Claude, or the `conversations.json` out of it.
 * @throws ExportFileError
 */
export async function countConversations(path: string, signal: AbortSignal): Promise<number> {
  let count = 0;
  for await (const _ of elements(path)) {
    signal.throwIfAborted();
    count += 1;
  }
  return count;
}

/**
 * The conversations of an export, in its order; null for one that can't be understood or says nothing.
 * @param now for what has no time of its own
 * @throws ExportFileError
 */
export async function* readConversations(path: string, now: string): AsyncGenerator<ImportedConversation | null> {
  for await (const text of elements(path)) yield toConversation(text, now);
}

function toConversation(text: string, now: string): ImportedConversation | null {
  const value = parse(text);
  const chatGpt = chatGptConversation.safeParse(value);
  const claude = chatGpt.success ? null : claudeConversation.safeParse(value);
  const conversation = chatGpt.success ? fromChatGpt(chatGpt.data, now) : claude?.success ? fromClaude(claude.data, now) : null;
  return conversation && conversation.messages.length > 0 && conversation.sourceId !== "" ? conversation : null;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new ExportFileError("import-not-an-export", { cause: error });
  }
}

async function* elements(path: string): AsyncGenerator<string> {
  try {
    for await (const source of sources(path)) yield* arrayElements(withinLimit(source), mostConversationBytes);
  } catch (error) {
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

async function* withinLimit(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let size = 0;
  for await (const chunk of source) {
    size += chunk.byteLength;
    if (size > mostBytes) throw new ExportFileError("import-too-large");
    yield chunk;
  }
}
