import "server-only";
import type { Message } from "@/lib/chat/schemas";
import type { AnswerRow } from "./answer-queries";

/** A row of `messages` as the API shows it. `userName` is null for the assistant and for accounts that are gone. */
export const presentMessage = (row: AnswerRow, userName: string | null): Message => ({
  id: row.id,
  sessionId: row.sessionId,
  branchId: row.branchId,
  userId: row.userId,
  userName,
  role: row.role,
  content: row.content,
  status: row.status,
  replyTo: row.replyTo,
  citations: row.citations,
  attachments: row.attachments,
  reactions: row.reactions,
  mentions: row.mentions,
  metadata: row.metadata,
  versions: row.versions,
  pinnedAt: row.pinnedAt,
  pinnedBy: row.pinnedBy,
  createdAt: row.createdAt,
  updatedAt: row.updatedAt,
  deletedAt: row.deletedAt,
});

/** The facts of a message that its events carry. */
export const messageFacts = ({ sessionId, id, branchId, role }: Message) => ({ sessionId, messageId: id, branchId, role });

/** The facts of a message that has changed. */
export const changeFacts = (message: Message) => ({ ...messageFacts(message), status: message.status, deleted: message.deletedAt !== null });
