import "server-only";
import { z } from "zod";
import type { Granted } from "@/lib/access/authorize";
import { listMessages } from "@/lib/chat/message-pages";
import type { ChatSession, MessagePage, SessionState } from "@/lib/chat/schemas";
import { AppError } from "@/lib/core/problems";

const limit = 50;
/** With this many unread messages the newest page might not reach down to the first of them. */
const manyUnread = 40;

/**
 * What a conversation opens with: the messages around the one that the address names, in its own branch if it isn't in
 * the active one; or those around the last one read if many came since; or the newest.
 */
export async function readFirstPage(by: Granted<"chat.read">, session: ChatSession, state: SessionState, wanted: string | undefined): Promise<MessagePage> {
  const active = session.activeBranchId ?? "main";
  if (z.guid().safeParse(wanted).success) {
    const page = (await around(by, session.id, wanted, active)) ?? (await around(by, session.id, wanted));
    if (page) return page;
  }
  const lastRead = state.unread >= manyUnread && state.readUpTo ? await around(by, session.id, state.readUpTo, active) : null;
  return lastRead ?? listMessages(by, session.id, { limit, branch: active });
}

async function around(by: Granted<"chat.read">, sessionId: string, messageId: string | undefined, branch?: string): Promise<MessagePage | null> {
  try {
    return await listMessages(by, sessionId, { limit, around: messageId?.toLowerCase(), branch });
  } catch (error) {
    if (error instanceof AppError && error.code === "not-found") return null;
    throw error;
  }
}
