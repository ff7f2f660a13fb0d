"use client";

import { useTranslations } from "next-intl";
import Link from "next/link";
import type { ReactNode } from "react";
import { Avatar } from "@/components/ui/avatar";
import { Mark } from "@/components/ui/mark";
import { Time } from "@/components/ui/time";
import { roles } from "@/lib/access/permissions";
import type { ActivityEntry } from "@/lib/collaboration/schemas";
import { paths } from "@/lib/http/paths";

type ActivityRowProps = { projectId: string; entry: ActivityEntry; count: number };

/** One thing that happened: who, what, to what, when. */
export function ActivityRow({ projectId, entry, count }: ActivityRowProps) {
  const t = useTranslations("activity");
  const isAssistant = entry.actionType === "chat:message:received" && entry.actionDetails["role"] === "assistant";
  const actor = isAssistant ? t("assistant") : (entry.userName ?? t("someone"));
  return (
    <li className="flex min-h-9 items-baseline gap-3 py-1.5">
      <span className="flex h-5 w-5.5 shrink-0 items-center justify-center self-start">
        {isAssistant ? <Mark className="size-4.5" /> : <Avatar id={entry.userId ?? actor} name={actor} size="sm" decorative />}
      </span>
      <p className="min-w-0 flex-1 break-words text-subtle">
        <Words projectId={projectId} entry={entry} count={count} actor={actor} isAssistant={isAssistant} />
      </p>
      <span className="shrink-0 text-sm text-faint tabular-nums"><Time value={entry.createdAt} style="clock" /></span>
    </li>
  );
}

function Words({ projectId, entry, count, actor, isAssistant }: ActivityRowProps & { actor: string; isAssistant: boolean }): ReactNode {
  const t = useTranslations("activity");
  const details = entry.actionDetails;
  const text = (name: string): string => (typeof details[name] === "string" ? details[name] : "");
  const role = roles.find((one) => one === details["role"]);
  const sessionId = text("sessionId");
  const documentId = text("documentId");
  const href = sessionId ? paths.chat(projectId, sessionId, text("messageId") || undefined) : documentId ? paths.document(projectId, documentId) : null;
  const values = {
    actor,
    count,
    imported: Number(details["count"] ?? 0),
    source: text("source"),
    name: text("name"),
    email: text("email"),
    title: text("title") || t("untitled"),
    titled: text("title") ? "yes" : "no",
    role: role ? t(`roles.${role}`) : text("role"),
    // `has` answers whether a field has a word here; its type knows only those that have.
    fields: listOf(details["fields"], (field) => (t.has(`fields.${field}` as never) ? t(`fields.${field}` as never) : field)),
    who: (chunks: ReactNode) => <bdi className="font-medium text-ink">{chunks}</bdi>,
    thing: (chunks: ReactNode) => (href ? <Link href={href} className="rounded-sm text-ink underline decoration-line-strong underline-offset-3 hover:decoration-current"><bdi>{chunks}</bdi></Link> : <bdi className="text-ink">{chunks}</bdi>),
  };
  if (isAssistant) return t.rich("chat:message:answered", values);
  // Who removes themselves has left.
  if (entry.actionType === "member:removed" && details["memberId"] === entry.userId) return t.rich("member:left", values);
  const key = entry.actionType as "project:created";
  return t.has(key) ? t.rich(key, values) : t.rich("other", { ...values, name: entry.actionType });
}

function listOf(value: unknown, word: (field: string) => string): string {
  return Array.isArray(value) ? value.filter((item) => typeof item === "string").map(word).join(", ") : "";
}
