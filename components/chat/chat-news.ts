import type { Message } from "@/lib/chat/schemas";

/** The last messages at hand that the server has, and whether they are the end of the branch that is shown. */
type Look = { messages: readonly Message[]; branchId: string | null; isWhole: boolean };

export type News = { kind: "answered" | "ended" } | { kind: "message"; author: string | null };

/** Finds what is new in a conversation from one look at its last messages to the next. */
export class ChatNews {
  private readonly userId: string;
  private before: Omit<Look, "messages"> | null = null;
  /** The greatest id that was seen: what is read later from further up, or from another branch, isn't new. */
  private newest = "";
  private readonly growing = new Set<string>();

  constructor(userId: string) {
    this.userId = userId;
  }

  /** @returns what others wrote since the last look, and answers that have ended, oldest first */
  look({ messages, branchId, isWhole }: Look): News[] {
    const { before, newest } = this;
    // Pages that are read up to the end, and another branch, bring what was there before.
    const cameSince = before?.isWhole === true && before.branchId === branchId;
    this.before = { branchId, isWhole };
    const news: News[] = [];
    for (const { id, role, status, userId, userName } of messages) {
      if (id > this.newest) this.newest = id;
      if (cameSince && id > newest && role === "user" && userId !== this.userId) news.push({ kind: "message", author: userName });
      if (status === "streaming") this.growing.add(id);
      else if (this.growing.delete(id)) news.push({ kind: status === "complete" ? "answered" : "ended" });
    }
    return news;
  }
}
