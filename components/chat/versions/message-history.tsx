"use client";

import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { useProblem } from "@/components/shell/use-problem";
import { Button } from "@/components/ui/button";
import { Spinner } from "@/components/ui/spinner";
import { Time } from "@/components/ui/time";
import type { Message, MessageVersion } from "@/lib/chat/schemas";
import { apiClient } from "@/lib/http/client";
import { api } from "@/lib/http/paths";
import { useChat } from "../chat-context";
import { usePeople } from "../people";

type Page = { items: MessageVersion[]; nextCursor: string | null };

/** What a message said before it was edited: newest first, read page by page when it is opened. */
export function MessageHistory({ message }: { message: Message }) {
  const t = useTranslations("chat.history");
  const { projectId, sessionId } = useChat();
  const problem = useProblem();
  const people = usePeople(projectId);
  const [page, setPage] = useState<Page | null>(null);
  const [state, setState] = useState<"reading" | "rest" | { error: string }>("reading");

  async function read(cursor: string | null): Promise<void> {
    setState("reading");
    try {
      const next = await apiClient.get<Page>(api.messageVersions(projectId, sessionId, message.id, { limit: 20, ...(cursor === null ? {} : { cursor }) }));
      setPage((known) => (cursor === null || !known ? next : { items: [...known.items, ...next.items], nextCursor: next.nextCursor }));
      setState("rest");
    } catch (thrown) {
      setState({ error: problem.caught(thrown) });
    }
  }
  useEffect(() => {
    void read(null);
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- once for each edit that is seen while it is open
  }, [message.id, message.versions]);

  const nameOf = (userId: string | null): string => people.find(({ id }) => id === userId)?.name ?? (userId === message.userId ? message.userName : null) ?? t("somebody");
  return (
    <div className="grid gap-3">
      <p className="text-xs font-medium text-faint">{t("title")}</p>
      {page ? (
        <ol className="grid gap-3">
          {page.items.map(({ version, content, userId, writtenAt, replacedAt }) => (
            <li key={version} className="border-s-2 border-line ps-3">
              <p className="flex flex-wrap items-baseline gap-x-1.5 text-xs text-faint">
                <Time value={writtenAt} style="relative" />
                <span>·</span>
                <span>{t.rich("replaced", { name: nameOf(userId), time: () => <Time value={replacedAt} style="relative" /> })}</span>
              </p>
              <p dir="auto" className="mt-0.5 max-h-60 overflow-y-auto whitespace-pre-wrap text-ink wrap-anywhere">{content}</p>
            </li>
          ))}
        </ol>
      ) : null}
      {state === "reading" ? <Spinner label={t("reading")} className="mx-auto" /> : null}
      {typeof state === "object" ? (
        <p role="alert" className="flex items-center gap-2 text-danger">
          {state.error}
          <Button size="sm" onClick={() => void read(page?.nextCursor ?? null)}>{t("tryAgain")}</Button>
        </p>
      ) : null}
      {state === "rest" && page?.nextCursor ? <Button size="sm" className="justify-self-start" onClick={() => void read(page.nextCursor)}>{t("more")}</Button> : null}
    </div>
  );
}
