import "server-only";
import type { Granted } from "@/lib/access/authorize";
import { can } from "@/lib/access/permissions";
import { describeModel } from "@/lib/core/ai";
import { clock } from "@/lib/core/clock";
import { db } from "@/lib/core/db";
import { plainText } from "@/lib/markdown/plain-text";
import { decisionIn } from "./decisions";
import { countMessages, findLastVisit, findProject, listMentions, listNewDocuments, listNewMembers, listPossibleDecisions, listReplies, type MessageRow, type News } from "./queries";
import type { Digest, DigestItem } from "./schemas";

/** Most lines of one kind: a digest is short, and the lists are elsewhere. */
const mostOfAKind = 12;
/** The longest quotation, in characters. */
const mostText = 280;
/** Whoever was away for longer wants to know what is going on, not all that was; and reading it all takes long. */
const mostDays = 90;
const dayMs = 86_400_000;

/**
 * What happened in a project since somebody's last visit, each line quoted from a source that they may open.
 * @param since an ISO moment instead of the last visit
 */
export async function getDigest(by: Granted<"chat.read">, since?: string): Promise<Digest> {
  const left = since ?? (await findLastVisit(db(), by.projectId, by.actor.id));
  const from = left === null ? null : notTooLongAgo(left);
  const project = await findProject(db(), by.projectId);
  const canSummarize = describeModel(project?.model).kind !== "built-in";
  if (from === null) return { since: null, items: [], messages: 0, conversations: 0, canSummarize };
  const news: News = { projectId: by.projectId, userId: by.actor.id, since: from };
  const [counts, decisions, mentions, replies, documents, members] = await Promise.all([
    countMessages(db(), news),
    listPossibleDecisions(db(), news, 4 * mostOfAKind),
    listMentions(db(), news, mostOfAKind),
    listReplies(db(), news, mostOfAKind),
    can(by.role, "knowledge.read") ? listNewDocuments(db(), news, mostOfAKind) : [],
    can(by.role, "member.read") ? listNewMembers(db(), news, mostOfAKind) : [],
  ]);
  const items: DigestItem[] = [
    ...decisions.flatMap(toDecision).slice(0, mostOfAKind),
    ...mentions.map((row) => fromMessage("mention", row)),
    ...replies.map((row) => fromMessage("answer", row)),
    ...documents.map(({ id, title, ...row }): DigestItem => ({ kind: "document", text: title, role: null, ...row, source: { kind: "document", documentId: id, title } })),
    ...members.map((row): DigestItem => ({ kind: "member", text: row.userName, role: null, ...row, source: { kind: "member", userId: row.userId } })),
  ];
  return { since: from, ...counts, items: once(items), canSummarize };
}

/** By whole days, since a moment that moved with the clock would make another digest each time. */
function notTooLongAgo(moment: string): string {
  const earliest = (Math.floor(clock.now() / dayMs) - mostDays) * dayMs;
  return Date.parse(moment) < earliest ? new Date(earliest).toISOString() : moment;
}

function toDecision(row: MessageRow): DigestItem[] {
  const sentence = decisionIn(row.content) ?? (row.isPinned ? row.content : null);
  return sentence === null ? [] : [fromMessage("decision", { ...row, content: sentence })];
}

function fromMessage(kind: "decision" | "mention" | "answer", { id, sessionId, sessionTitle, role, content, userId, userName, at, attachments }: MessageRow): DigestItem {
  // A message may be nothing but its files.
  const text = plainText(content) || attachments.map(({ name }) => name).join(", ");
  return { kind, text: shortened(text), role, userId, userName, at, source: { kind: "message", sessionId, sessionTitle, messageId: id } };
}

/** A message is told once, as the first kind that it is. */
function once(items: DigestItem[]): DigestItem[] {
  const seen = new Set<string>();
  return items.filter(({ source }) => {
    if (source.kind !== "message") return true;
    const isNew = !seen.has(source.messageId);
    seen.add(source.messageId);
    return isNew;
  });
}

/** Cut between words, never within a character. */
function shortened(text: string): string {
  if (text.length <= mostText) return text;
  const cut = text.slice(0, mostText).toWellFormed().replace(/\uFFFD$/, "");
  const space = cut.lastIndexOf(" ");
  return `${space > mostText / 2 ? cut.slice(0, space) : cut}…`;
}
