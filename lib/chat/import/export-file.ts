import "server-only";
import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";
import { openPromise, type Entry } from "yauzl";
import { arrayElements, NotAnArray } from "./array-elements";
import { chatGptConversation, fromChatGpt } from "./chatgpt";
import { claudeConversation, fromClaude } from "./claude";
import type { ReadConversation } from "./conversation";
import { fromLibreChat, fromOpenWebUi, libreChatConversation, openWebUiConversation } from "./open-exports";

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
const maxConversationBytes = 10_000_000;
/** Everything unpacked, in bytes: a zip file may unpack to a thousand times its size. */
const maxBytes = 1_000_000_000;
const maxConversations = 50_000;
const maxFiles = 100_000;
const conversationFile = /(?:^|\/)conversations(?:-\d+)?\.json$/i;
const jsonFile = /\.json$/i;
/** What macOS writes beside each file. */
const fileOfMac = /(?:^|\/)(?:__MACOSX\/|\._)/;

/**
 * How many conversations are in an export: a zip file, or a JSON file out of it.
 * @param limit bytes of all its files, unpacked
 * @throws ExportFileError, and the signal's reason
 */
export async function countConversations(path: string, signal: AbortSignal, limit = maxBytes): Promise<number> {
  let count = 0;
  for await (const _ of elements(path, signal, limit)) {
    count += 1;
    if (count > maxConversations) throw new ExportFileError("import-too-large");
  }
  return count;
}

/**
 * The conversations of an export, in its order, or why one can't be brought in.
 * @param now for what has no time of its own
 * @throws ExportFileError, also at the end of a file without any conversation, and the signal's reason
 */
export async function* readConversations(path: string, now: string, signal: AbortSignal): AsyncGenerator<ReadConversation> {
  let isExport = false;
  for await (const text of elements(path, signal, maxBytes)) {
    const conversation: ReadConversation = text === null ? { skipped: "too-large" } : toConversation(text, now);
    isExport ||= !("skipped" in conversation) || conversation.skipped !== "unreadable";
    yield conversation;
  }
  if (!isExport) throw new ExportFileError("import-not-an-export");
}

function toConversation(text: string, now: string): ReadConversation {
  const value = parse(text);
  const chatGpt = chatGptConversation.safeParse(value);
  if (chatGpt.success) return fromChatGpt(chatGpt.data, now);
  const claude = claudeConversation.safeParse(value);
  if (claude.success) return fromClaude(claude.data, now);
  const openWebUi = openWebUiConversation.safeParse(value);
  if (openWebUi.success) return fromOpenWebUi(openWebUi.data, now);
  const libreChat = libreChatConversation.safeParse(value);
  return libreChat.success ? fromLibreChat(libreChat.data, now) : { skipped: "unreadable" };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new ExportFileError("import-not-an-export", { cause: error });
  }
}

async function* elements(path: string, signal: AbortSignal, limit: number): AsyncGenerator<string | null> {
  const watched = watch(signal, limit);
  try {
    for await (const source of sources(path)) yield* conversationsOf(watched(source.bytes), source.isCertain);
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof ExportFileError) throw error;
    // The zip reader throws plain errors for whatever is no zip file.
    throw new ExportFileError("import-not-an-export", { cause: error });
  }
}

/** A file that may be something else is passed over where it holds no objects. */
async function* conversationsOf(bytes: AsyncIterable<Buffer>, isCertain: boolean): AsyncGenerator<string | null> {
  try {
    yield* arrayElements(bytes, maxConversationBytes);
  } catch (error) {
    if (isCertain || !(error instanceof NotAnArray)) throw error;
  }
}

/** The file itself, or those with conversations in the zip file that it is: `conversations.json`, or else whatever is JSON. */
async function* sources(path: string): AsyncGenerator<{ bytes: AsyncIterable<Buffer>; isCertain: boolean }> {
  if (!(await isZip(path))) return yield { bytes: createReadStream(path), isCertain: true };
  const zip = await openPromise(path, { autoClose: false });
  try {
    if (zip.entryCount > maxFiles) throw new ExportFileError("import-too-large");
    const entries: Entry[] = [];
    for await (const entry of zip.eachEntry()) if (jsonFile.test(entry.fileName) && !fileOfMac.test(entry.fileName)) entries.push(entry);
    const named = entries.filter(({ fileName }) => conversationFile.test(fileName));
    const isCertain = named.length > 0;
    for (const entry of isCertain ? named : entries) yield { bytes: await zip.openReadStreamPromise(entry), isCertain };
    if (entries.length === 0) throw new NotAnArray("no conversations in the zip file");
  } finally {
    zip.close();
  }
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
function watch(signal: AbortSignal, limit: number): (source: AsyncIterable<Buffer>) => AsyncGenerator<Buffer> {
  let size = 0;
  return async function* (source) {
    for await (const chunk of source) {
      signal.throwIfAborted();
      size += chunk.byteLength;
      if (size > limit) throw new ExportFileError("import-too-large");
      yield chunk;
    }
  };
}
