"use client";

import { useTranslations } from "next-intl";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { DropZone } from "@/components/knowledge/drop-zone";
import { UploadList } from "@/components/knowledge/upload-list";
import { acceptOf, useUploads, type UploadLimits } from "@/components/knowledge/use-uploads";
import { useUserId } from "@/components/realtime/provider";
import { useProblem } from "@/components/shell/use-problem";
import { Mark } from "@/components/ui/mark";
import type { ChatSession, SentMessage } from "@/lib/chat/schemas";
import { apiClient } from "@/lib/http/client";
import { api, paths } from "@/lib/http/paths";
import { Composer } from "./composer";
import { ReadingOnly, type WriteBar } from "./reading-only";

type NewChatProps = { projectId: string; hasDocuments: boolean; bar: WriteBar | null; limits: UploadLimits; mostLength: number };

/** Where a conversation begins: it is made with its first message. */
export function NewChat({ projectId, hasDocuments, bar, limits, mostLength }: NewChatProps) {
  const t = useTranslations("chat");
  const router = useRouter();
  const userId = useUserId();
  const problem = useProblem();
  const uploads = useUploads(projectId, limits);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);

  async function begin(content: string): Promise<boolean> {
    setBusy(true);
    setError(null);
    let session: ChatSession | null = null;
    try {
      session = await apiClient.post<ChatSession>(api.chatSessions(projectId), {});
      await apiClient.post<SentMessage>(api.send(projectId, session.id), { content });
      router.push(paths.chat(projectId, session.id));
      return true;
    } catch (thrown) {
      setError(problem.caught(thrown));
      setBusy(false);
      // A conversation without a message would only be in the way; if it stays, it can be deleted by hand.
      if (session) await apiClient.delete(api.chatSession(projectId, session.id)).catch(() => null);
      return false;
    }
  }

  return (
    <DropZone label={t("drop.label")} hint={t("drop.hint")} onFiles={bar ? null : uploads.add} className="flex min-h-0 flex-1 flex-col">
      <div className="grid min-h-0 flex-1 content-center overflow-y-auto px-4 py-8 sm:px-8">
        <div className="mx-auto w-full max-w-[46rem] pb-[8vh]">
          <Mark className="size-9" />
          <h1 className="mt-5 font-serif text-3xl font-medium tracking-tight text-balance">{bar ? t("empty.viewer") : t("empty.title")}</h1>
          <p className="mt-2 max-w-reading text-lg text-pretty text-subtle">{bar ? null : hasDocuments ? t("empty.text") : t("empty.noDocuments")}</p>
          <div className="mt-7">
            {bar ? (
              <ReadingOnly why={bar} />
            ) : (
              <Composer userId={userId} place={`new:${projectId}`} onSend={begin} busy={busy} onFiles={uploads.add} accept={acceptOf(limits)} mostLength={mostLength} autoFocus>
                <div className="mb-2 empty:hidden"><UploadList projectId={projectId} uploads={uploads} limits={limits} /></div>
                {error ? <p role="alert" className="mb-2 text-danger">{error}</p> : null}
              </Composer>
            )}
          </div>
        </div>
      </div>
    </DropZone>
  );
}
