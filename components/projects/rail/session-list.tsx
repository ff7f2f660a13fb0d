"use client";

import { useTranslations } from "next-intl";
import { SessionRow } from "@/components/projects/rail/session-row";
import type { Sessions } from "@/components/projects/rail/use-sessions";

type SessionListProps = { projectId: string; role: string; mayWrite: boolean; userId: string; sessions: Sessions };

/** The conversations, and on demand those put away. */
export function SessionList({ sessions, ...rest }: SessionListProps) {
  const t = useTranslations("shell.rail");
  const { active, archived } = sessions;
  return (
    <nav aria-label={t("conversations")} className="mt-4 flex min-h-0 flex-1 flex-col overflow-y-auto px-2 pb-3">
      <h2 className="px-2.5 pb-1 text-xs font-medium text-faint">{t("conversations")}</h2>
      {active.items.length === 0 ? <p className="px-2.5 py-1 text-sm text-faint">{t("noConversations")}</p> : null}
      <ul className="grid grid-cols-[minmax(0,1fr)] gap-px">
        {active.items.map((session) => (
          <SessionRow key={session.id} session={session} sessions={sessions} {...rest} />
        ))}
      </ul>
      {active.nextCursor ? <Quiet onClick={() => void sessions.loadMore("active")}>{t("moreConversations")}</Quiet> : null}
      {archived ? (
        <>
          <h2 className="px-2.5 pt-4 pb-1 text-xs font-medium text-faint">{t("archivedConversations")}</h2>
          {archived.items.length === 0 ? <p className="px-2.5 py-1 text-sm text-faint">{t("noArchived")}</p> : null}
          <ul className="grid grid-cols-[minmax(0,1fr)] gap-px">
            {archived.items.map((session) => (
              <SessionRow key={session.id} session={session} sessions={sessions} {...rest} />
            ))}
          </ul>
          {archived.nextCursor ? <Quiet onClick={() => void sessions.loadMore("archived")}>{t("moreConversations")}</Quiet> : null}
        </>
      ) : null}
      <Quiet onClick={() => (archived ? sessions.hideArchived() : void sessions.loadMore("archived"))}>{archived ? t("hideArchived") : t("showArchived")}</Quiet>
    </nav>
  );
}

function Quiet({ onClick, children }: { onClick: () => void; children: string }) {
  return (
    <button type="button" onClick={onClick} className="hit mt-1 w-fit rounded-sm px-2.5 py-1 text-xs text-faint hover:text-ink">{children}</button>
  );
}
