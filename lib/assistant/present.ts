import "server-only";
import type { Message } from "@/lib/chat/schemas";
import type { AnswerRow } from "./queries";

/** A row of `messages` as the API shows it. `userName` is null for the assistant and for accounts that are gone. */
export const presentMessage = (row: AnswerRow, userName: string | null): Message => ({
  id: row.id,
  sessionId: row.sessionId,
  userId: row.userId,
  userName,
  role: row.role,
  content: row.content,
  status: row.status,
  replyTo: row.replyTo,
  citations: row.citations,
  metadata: row.metadata,
  createdAt: row.createdAt,
  updatedAt: row.updatedAt,
  deletedAt: row.deletedAt,
});
