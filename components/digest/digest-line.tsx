"use client";

import { AtSign, CornerDownRight, FileText, Signpost, UserPlus } from "lucide-react";
import { useTranslations } from "next-intl";
import Link from "next/link";
import { Time } from "@/components/ui/time";
import type { DigestItem } from "@/lib/digest/schemas";
import { paths } from "@/lib/http/paths";

/** One thing that happened; it leads to where it did. */
export function DigestLine({ projectId, item }: { projectId: string; item: DigestItem }) {
  const t = useTranslations("digest");
  const { kind, text, role, userName, at, source } = item;
  const Icon = icons[kind];
  const author = role === "assistant" ? t("assistant") : userName;
  return (
    <Link href={hrefOf(projectId, item)} prefetch={false} className="flex gap-2.5 rounded-sm px-2 py-1.5 hover:bg-hover">
      <Icon aria-hidden className="mt-0.5 size-4 shrink-0 text-accent-text" />
      <span className="min-w-0 flex-1">
        <bdi dir="auto" className="line-clamp-2 wrap-anywhere">{source.kind === "member" ? t("joined", { name: text }) : text}</bdi>
        <span className="block truncate text-xs text-faint">
          {t(`kinds.${kind}`)} · <Time value={at} />
          {source.kind === "member" || author === null ? null : <> · <bdi>{author}</bdi></>}
          {source.kind === "message" ? <>{author === null ? " · " : " "}{t.rich("inConversation", { title: source.sessionTitle || t("untitled"), name: (chunks) => <bdi>{chunks}</bdi> })}</> : null}
        </span>
      </span>
    </Link>
  );
}

/** Where a line of the digest leads to. */
export function hrefOf(projectId: string, { source }: DigestItem): string {
  if (source.kind === "message") return paths.chat(projectId, source.sessionId, source.messageId);
  return source.kind === "document" ? paths.document(projectId, source.documentId) : paths.members(projectId);
}

const icons = { decision: Signpost, mention: AtSign, answer: CornerDownRight, document: FileText, member: UserPlus };
