"use client";

import { useTranslations } from "next-intl";
import { useSyncExternalStore, type ReactNode } from "react";
import { SessionRow } from "@/components/projects/rail/session-row";
import type { Sessions } from "@/components/projects/rail/use-sessions";
import type { ChatSession } from "@/lib/chat/schemas";

/** The conversations: those that the reader keeps at hand, the others, and on demand those put away. */
export function SessionList({ sessions }: { sessions: Sessions }) {
  const t = useTranslations("shell.rail");
  const { active, archived, states } = sessions;
  const pinnedIds = useSyncExternalStore(states.subscribe, states.pinned, states.pinned);
  const pinned = active.items.filter(({ id }) => pinnedIds.has(id)).toSorted((a, b) => (a.id < b.id ? -1 : 1));
  const others = active.items.filter(({ id }) => !pinnedIds.has(id));
  return (
    <nav aria-label={t("conversations")} className="mt-4 flex min-h-0 flex-1 flex-col overflow-y-auto px-2 pb-3">
      {pinned.length > 0 ? <div className="pb-4"><Part title={t("pinned")} sessions={pinned} /></div> : null}
      {others.length > 0 || pinned.length === 0 ? (
        <Part title={t("conversations")} sessions={others}>
          {others.length === 0 ? <p className="px-2.5 py-1 text-sm text-faint">{t("noConversations")}</p> : null}
        </Part>
      ) : null}
      {active.nextCursor ? <Quiet onClick={() => void sessions.loadMore("active")}>{t("moreConversations")}</Quiet> : null}
      {archived ? (
        <div className="pt-4">
          <Part title={t("archivedConversations")} sessions={archived.items}>
            {archived.items.length === 0 ? <p className="px-2.5 py-1 text-sm text-faint">{t("noArchived")}</p> : null}
          </Part>
          {archived.nextCursor ? <Quiet onClick={() => void sessions.loadMore("archived")}>{t("moreConversations")}</Quiet> : null}
        </div>
      ) : null}
      <Quiet onClick={() => (archived ? sessions.hideArchived() : void sessions.loadMore("archived"))}>{archived ? t("hideArchived") : t("showArchived")}</Quiet>
    </nav>
  );
}

function Part({ title, sessions, children }: { title: string; sessions: readonly ChatSession[]; children?: ReactNode }) {
  return (
    <>
      <h2 className="px-2.5 pb-1 text-xs font-medium text-faint">{title}</h2>
      {children}
      <ul className="grid grid-cols-[minmax(0,1fr)] gap-px">
        {sessions.map((session) => <SessionRow key={session.id} session={session} />)}
      </ul>
    </>
  );
}

function Quiet({ onClick, children }: { onClick: () => void; children: string }) {
  return (
    <button type="button" onClick={onClick} className="hit mt-1 w-fit rounded-sm px-2.5 py-1 text-xs text-faint hover:text-ink">{children}</button>
  );
}
