import "server-only";
import { z } from "zod";
import type { Granted } from "@/lib/access/authorize";
import { isInView, type View } from "@/lib/assistant/branch-queries";
import { presentMessage } from "@/lib/assistant/present";
import { decodeCursor, encodeCursor } from "@/lib/core/cursor";
import { db } from "@/lib/core/db";
import { AppError } from "@/lib/core/problems";
import { requireSameView, requireView } from "./branches";
import { findMessage, listMessages as listRows } from "./queries";
import type { ListMessagesQuery, Message, MessagePage } from "./schemas";
import { findSession, type SessionRow } from "./session-queries";

/** Where a page begins, and in which view: pages of one walk stay in it when another branch becomes active. */
const position = z.tuple([z.enum(["older", "newer"]), z.guid(), z.guid().nullable()]);
type Side = "older" | "newer";

/**
 * A page of one view of a conversation, oldest first within it. Without a cursor the newest messages, or those
 * around one of them; `previousCursor` leads to older ones, `nextCursor` to newer ones, each null where there are none.
 * @throws AppError `not-found` for a conversation or an `around` that isn't there, `validation-failed`
 */
export async function listMessages(by: Granted<"chat.read">, sessionId: string, query: ListMessagesQuery): Promise<MessagePage> {
  const session = await findSession(db(), { projectId: by.projectId, sessionId });
  if (!session) throw new AppError("not-found");
  if (query.cursor) return pageFrom(session, query.cursor, query);
  if (query.around) return pageAround(session, query.around, query);
  const view = await requireView(db(), session, query.branch, "?branch");
  const { rows, more } = await read(session, view, "older", null, query.limit);
  return toPage(view, rows.toReversed(), { older: more, newer: false });
}

/** @throws AppError `not-found` */
export async function getMessage(by: Granted<"chat.read">, sessionId: string, messageId: string): Promise<Message> {
  const place = { projectId: by.projectId, sessionId };
  const [session, found] = await Promise.all([findSession(db(), place), findMessage(db(), place, messageId)]);
  if (!session || !found) throw new AppError("not-found");
  return presentMessage(found.row, found.userName);
}

async function pageFrom(session: SessionRow, cursor: string, { branch, limit }: ListMessagesQuery): Promise<MessagePage> {
  const [side, from, branchId] = decodeCursor(position, cursor);
  const view = await requireSameView(db(), session, branchId, branch);
  const { rows, more } = await read(session, view, side, from, limit);
  // Whatever the cursor named lies on the side that the page was read from.
  return side === "older" ? toPage(view, rows.toReversed(), { older: more, newer: true }) : toPage(view, rows, { older: true, newer: more });
}

/** Half of the page before the message, and the other half with it and after it. */
async function pageAround(session: SessionRow, messageId: string, { branch, limit }: ListMessagesQuery): Promise<MessagePage> {
  const place = { projectId: session.projectId, sessionId: session.id };
  const found = await findMessage(db(), place, messageId);
  if (!found) throw new AppError("not-found", "The message is not in this conversation.");
  const view = await requireView(db(), session, branch ?? found.row.branchId ?? "main", "?branch");
  if (!isInView(view, found.row)) throw new AppError("not-found", "The message is not in this branch.");
  const before = Math.floor((limit - 1) / 2);
  const [older, newer] = await Promise.all([read(session, view, "older", messageId, before), read(session, view, "newer", messageId, limit - 1 - before)]);
  return toPage(view, [...older.rows.toReversed(), presentMessage(found.row, found.userName), ...newer.rows], { older: older.more, newer: newer.more });
}

/** The messages on one side of a place, nearest first, and whether there are more. */
async function read(session: SessionRow, view: View, side: Side, from: string | null, limit: number): Promise<{ rows: Message[]; more: boolean }> {
  const rows = await listRows(db(), { projectId: session.projectId, sessionId: session.id }, view, { from, towards: side }, limit + 1);
  return { rows: rows.slice(0, limit).map(({ row, userName }) => presentMessage(row, userName)), more: rows.length > limit };
}

function toPage({ branchId }: View, items: Message[], has: Record<Side, boolean>): MessagePage {
  const [first, last] = [items[0], items.at(-1)];
  return {
    items,
    branchId,
    previousCursor: first && has.older ? encodeCursor(["older", first.id, branchId]) : null,
    nextCursor: last && has.newer ? encodeCursor(["newer", last.id, branchId]) : null,
  };
}
