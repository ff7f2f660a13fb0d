import "server-only";
import { z } from "zod";
import type { Granted } from "@/lib/access/authorize";
import { presentMessage } from "@/lib/assistant/present";
import { momentInput } from "@/lib/core/common-schemas";
import { decodeCursor, toPage } from "@/lib/core/cursor";
import { db } from "@/lib/core/db";
import { AppError } from "@/lib/core/problems";
import { requireSameView, requireView } from "./branches";
import { changeMessage } from "./message-changes";
import { listPinned, listPinPlaces as selectPinPlaces, updatePin } from "./queries";
import type { ListPinsQuery, Message } from "./schemas";
import { findSession } from "./session-queries";

const position = z.tuple([momentInput, z.guid(), z.guid().nullable()]);

/** Pins a message for everybody. One that is pinned stays as it was pinned. */
export const pinMessage = (by: Granted<"chat.write">, sessionId: string, messageId: string): Promise<Message> =>
  changeMessage(by, sessionId, messageId, async (tx, { id, pinnedAt }) => (pinnedAt ? null : updatePin(tx, { projectId: by.projectId, sessionId }, id, by.actor.id)));

export const unpinMessage = (by: Granted<"chat.write">, sessionId: string, messageId: string): Promise<Message> =>
  changeMessage(by, sessionId, messageId, async (tx, { id, pinnedAt }) => (pinnedAt ? updatePin(tx, { projectId: by.projectId, sessionId }, id, null) : null));

/** The pinned messages of a view, those that were pinned last first. A cursor stays in the view of its page. */
export async function listPins(by: Granted<"chat.read">, sessionId: string, { cursor, branch, limit }: ListPinsQuery): Promise<{ items: Message[]; nextCursor: string | null }> {
  const place = { projectId: by.projectId, sessionId };
  const session = await findSession(db(), place);
  if (!session) throw new AppError("not-found");
  const [pinnedAt, id, branchId] = cursor ? decodeCursor(position, cursor) : [null, null, null];
  const view = cursor ? await requireSameView(db(), session, branchId, branch) : await requireView(db(), session, branch, "?branch");
  const rows = await listPinned(db(), place, view, pinnedAt && id ? { pinnedAt, id } : null, limit + 1);
  return toPage(rows.map(({ row, userName }) => presentMessage(row, userName)), limit, (message) => [message.pinnedAt, message.id, view.branchId]);
}

/** Where a conversation's pinned messages stand, in whichever branch, to be counted: at most `limit`, those that were pinned last. */
export const listPinPlaces = (by: Granted<"chat.read">, sessionId: string, limit: number): Promise<{ id: string; branchId: string | null }[]> => selectPinPlaces(db(), { projectId: by.projectId, sessionId }, limit);
