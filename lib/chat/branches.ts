import "server-only";
import { z } from "zod";
import type { Granted } from "@/lib/access/authorize";
import { findView, type View } from "@/lib/assistant/branch-queries";
import { decodeCursor, toPage } from "@/lib/core/cursor";
import { db, type Db, type Tx } from "@/lib/core/db";
import { newId } from "@/lib/core/ids";
import { AppError } from "@/lib/core/problems";
import type { Emit } from "@/lib/events/mutate";
import { findBranch, insertBranch, listBranches as listRows, type BranchRow } from "./branch-queries";
import type { MessageRow } from "./queries";
import type { ChatBranch } from "./schemas";
import type { SessionRow } from "./session-queries";
import { getSession } from "./sessions";

/** The branches of a conversation in the order in which they were made; its trunk is none of them. */
export async function listBranches(by: Granted<"chat.read">, sessionId: string, query: { limit: number; cursor?: string | undefined }): Promise<{ items: ChatBranch[]; nextCursor: string | null }> {
  await getSession(by, sessionId);
  const [after] = query.cursor ? decodeCursor(z.tuple([z.guid()]), query.cursor) : [null];
  const rows = await listRows(db(), { projectId: by.projectId, sessionId }, after, query.limit + 1);
  const page = toPage(rows, query.limit, ({ id }) => [id]);
  return { ...page, items: page.items.map(presentBranch) };
}

/**
 * The view that a client names: a branch, `main` for the trunk, or without a name the one that is active.
 * @throws AppError `validation-failed` at `pointer` for a branch of another conversation
 */
export async function requireView(from: Db, session: SessionRow, branch: string | undefined, pointer: string): Promise<View> {
  const branchId = branch === undefined ? session.activeBranchId : branch === "main" ? null : branch;
  const view = await findView(from, { projectId: session.projectId, sessionId: session.id }, branchId);
  if (!view) throw new AppError("validation-failed", undefined, { errors: [{ pointer, detail: "is not a branch of this conversation" }] });
  return view;
}

/**
 * The view that a cursor was made for, which a client may name again.
 * @throws AppError `validation-failed` for a cursor of another conversation or view
 */
export async function requireSameView(from: Db, session: SessionRow, branchId: string | null, branch: string | undefined): Promise<View> {
  const isNamed = branch === undefined || (branch === "main" ? null : branch) === branchId;
  const view = isNamed ? await findView(from, { projectId: session.projectId, sessionId: session.id }, branchId) : null;
  if (!view) throw new AppError("validation-failed", undefined, { errors: [{ pointer: "?cursor", detail: "is not a cursor of this list" }] });
  return view;
}

/**
 * Makes the branch in which a message takes the place of `replaced`. What replaces the first message of a branch is
 * another version of the same place, so the new branch stands beside that one and not upon it.
 * @returns the branch's id
 */
export async function forkAt(tx: Tx, by: Granted<"chat.write">, replaced: MessageRow): Promise<string> {
  const place = { projectId: by.projectId, sessionId: replaced.sessionId };
  const within = replaced.branchId === null ? null : await findBranch(tx, place, replaced.branchId);
  const isFirst = within?.firstMessageId === replaced.id;
  const [parentId, forkMessageId] = within && isFirst ? [within.parentId, within.forkMessageId] : [replaced.branchId, replaced.id];
  const id = newId();
  await insertBranch(tx, { ...place, id, parentId, forkMessageId, userId: by.actor.id });
  return id;
}

/** Tells the members of a branch, once it has its first message. */
export async function emitBranch(tx: Tx, emit: Emit, place: { projectId: string; sessionId: string }, branchId: string): Promise<void> {
  const row = await findBranch(tx, place, branchId);
  if (!row) throw new Error("a branch was not stored");
  emit("chat:branch:created", { sessionId: place.sessionId, branchId, forkMessageId: row.forkMessageId }, { thing: presentBranch(row) });
}

const presentBranch = ({ id, parentId, forkMessageId, firstMessageId, userId, createdAt }: BranchRow): ChatBranch => ({ id, parentId, forkMessageId, firstMessageId, userId, createdAt });
