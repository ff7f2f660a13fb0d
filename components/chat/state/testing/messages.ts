import type { Message, MessagePage } from "@/lib/chat/schemas";

export const sessionId = "00000000-0000-7000-8000-0000000000ff";
export const projectId = "00000000-0000-7000-8000-0000000000aa";
export const me = { id: "00000000-0000-7000-8000-000000000001", name: "Ada" };

/** The id of the nth message of a conversation: ids rise with time. */
export const messageId = (n: number) => `00000000-0000-7000-9000-${n.toString().padStart(12, "0")}`;
/** A moment, n milliseconds after the conversation's beginning. */
export const at = (n: number) => new Date(1_800_000_000_000 + n).toISOString();

/** A finished message of somebody else's, unless `changes` say otherwise. */
export const aMessage = (n: number, changes: Partial<Message> = {}): Message => ({
  id: messageId(n),
  sessionId,
  branchId: null,
  userId: "00000000-0000-7000-8000-000000000002",
  userName: "Ben",
  role: "user",
  content: `message ${n}`,
  status: "complete",
  replyTo: null,
  citations: [],
  attachments: [],
  reactions: [],
  mentions: [],
  metadata: {},
  versions: 0,
  pinnedAt: null,
  pinnedBy: null,
  createdAt: at(n),
  updatedAt: at(n),
  deletedAt: null,
  ...changes,
});

export const anAnswer = (n: number, changes: Partial<Message> = {}): Message => aMessage(n, { userId: null, userName: null, role: "assistant", status: "streaming", content: "", ...changes });

export const aPage = (items: Message[] = [], cursors: Partial<MessagePage> = {}): MessagePage => ({ items, branchId: null, nextCursor: null, previousCursor: null, ...cursors });
