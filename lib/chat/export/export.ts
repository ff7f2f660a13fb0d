import "server-only";
import { Readable } from "node:stream";
import type { z } from "zod";
import type { Granted } from "@/lib/access/authorize";
import type { View } from "@/lib/assistant/branch-queries";
import { presentMessage } from "@/lib/assistant/present";
import { requireView } from "@/lib/chat/branches";
import { listMessages } from "@/lib/chat/queries";
import type { exportQuery, Message } from "@/lib/chat/schemas";
import { findSession } from "@/lib/chat/session-queries";
import { presentSession } from "@/lib/chat/sessions";
import { isoNow } from "@/lib/core/clock";
import { db } from "@/lib/core/db";
import { AppError } from "@/lib/core/problems";
import { markdownHead, messageMarkdown } from "./markdown";
import { conversationPdf } from "./pdf";

/** So many messages are read at once. */
const pageSize = 200;

/** A file on its way: `name` is for people, with its ending. */
export type ExportedFile = { stream: Readable; name: string; mediaType: string };

/**
 * A view of a conversation as a file, written while it is read, so that its length doesn't matter.
 * @throws AppError `not-found`, `validation-failed` for a branch of another conversation
 */
export async function exportSession(by: Granted<"chat.read">, sessionId: string, { format, branch }: z.output<typeof exportQuery>): Promise<ExportedFile> {
  const place = { projectId: by.projectId, sessionId };
  const session = await findSession(db(), place);
  if (!session) throw new AppError("not-found");
  const view = await requireView(db(), session, branch, "?branch");
  const messages = eachMessage(place, view);
  const at = isoNow();
  const name = fileName(session.title);
  if (format === "pdf") return { stream: conversationPdf(session.title, at, messages), name: `${name}.pdf`, mediaType: "application/pdf" };
  if (format === "json") return { stream: Readable.from(asJson({ exportedAt: at, branchId: view.branchId, session: presentSession(session) }, messages)), name: `${name}.json`, mediaType: "application/json" };
  return { stream: Readable.from(asMarkdown(session.title, at, messages)), name: `${name}.md`, mediaType: "text/markdown; charset=utf-8" };
}

/** All messages of a view, oldest first. */
async function* eachMessage(place: { projectId: string; sessionId: string }, view: View): AsyncGenerator<Message> {
  for (let from: string | null = null; ; ) {
    const rows: Awaited<ReturnType<typeof listMessages>> = await listMessages(db(), place, view, { from: from ?? beforeAll, towards: "newer" }, pageSize);
    for (const { row, userName } of rows) yield presentMessage(row, userName);
    from = rows.at(-1)?.row.id ?? null;
    if (rows.length < pageSize || from === null) return;
  }
}

/** Smaller than the id of any message. */
const beforeAll = "00000000-0000-0000-0000-000000000000";

async function* asMarkdown(title: string, at: string, messages: AsyncIterable<Message>): AsyncGenerator<Buffer> {
  yield Buffer.from(markdownHead(title, at));
  for await (const message of messages) yield Buffer.from(messageMarkdown(message));
}

/** One object: what it is, then `messages` as the API shows them. */
async function* asJson(head: object, messages: AsyncIterable<Message>): AsyncGenerator<Buffer> {
  yield Buffer.from(`${JSON.stringify({ format: "socrates-conversation", version: 1, ...head }).slice(0, -1)},"messages":[`);
  let separator = "\n";
  for await (const message of messages) {
    yield Buffer.from(separator + JSON.stringify(message));
    separator = ",\n";
  }
  yield Buffer.from("\n]}\n");
}

/** A title as the name of a file on any system. */
function fileName(title: string): string {
  const plain = title.replaceAll(/[\p{Cc}\p{Cf}\\/:*?"<>|]+/gu, " ").replaceAll(/\s+/g, " ").replaceAll(/^[. ]+|[. ]+$/g, "");
  return Array.from(plain).slice(0, 80).join("").trim() || "conversation";
}
