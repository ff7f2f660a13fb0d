"use client";

import { useTranslations } from "next-intl";
import { toSegments } from "@/components/search/highlighted";
import { Avatar } from "@/components/ui/avatar";
import { Mark } from "@/components/ui/mark";
import { Time } from "@/components/ui/time";
import type { MessageHit } from "@/lib/chat/schemas";

/** A message that was found: who wrote it where and when, and the part of it that fits. */
export function HitBody({ hit, lines = 2 }: { hit: MessageHit; lines?: 2 | 3 }) {
  const t = useTranslations("search");
  const isAnswer = hit.role === "assistant";
  const author = isAnswer ? t("assistant") : (hit.userName ?? t("gone"));
  return (
    <span className="flex min-w-0 gap-2.5">
      <span aria-hidden className="grid size-5.5 shrink-0 place-items-center">{isAnswer ? <Mark className="size-4.5" /> : <Avatar id={hit.userId ?? "gone"} name={author} size="sm" decorative />}</span>
      <span className="min-w-0 flex-1">
        <span className="flex min-w-0 items-baseline gap-1.5 text-sm text-faint">
          <bdi className="max-w-[45%] shrink-0 truncate font-medium text-ink">{author}</bdi>
          <span className="min-w-0 truncate">
            {t.rich("inTitle", { title: hit.sessionTitle || t("untitled"), name: (chunks) => <bdi>{chunks}</bdi> })}
          </span>
          {hit.sessionArchived ? <span className="shrink-0">· {t("archived")}</span> : null}
          <Time value={hit.createdAt} className="ms-auto shrink-0 ps-2 text-xs tabular-nums" />
        </span>
        {/* Isolated, so that a text of the other direction turns nothing around it. */}
        <bdi dir="auto" className={lines === 2 ? "line-clamp-2 wrap-anywhere text-subtle" : "line-clamp-3 wrap-anywhere text-subtle"}>
          {toSegments(hit.text, hit.highlights).map(({ text, isHit }, index) => (isHit ? <mark key={index} className="text-ink">{text}</mark> : text))}
        </bdi>
      </span>
    </span>
  );
}
