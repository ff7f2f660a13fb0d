"use client";

import { useTranslations } from "next-intl";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { DropZone } from "@/components/knowledge/drop-zone";
import { useUserId } from "@/components/realtime/provider";
import { useProblem } from "@/components/shell/use-problem";
import { Mark } from "@/components/ui/mark";
import { apiClient } from "@/lib/http/client";
import { paths } from "@/lib/http/paths";
import { attachmentQueue, useAttachments, type AttachmentLimits } from "./attachments/use-attachments";
import { Composer, type Written } from "./composer";
import { ReadingOnly, type WriteBar } from "./reading-only";
import { ChatStarter } from "./state/chat-starter";
import { useDraft } from "./use-draft";

type NewChatProps = { projectId: string; hasDocuments: boolean; bar: WriteBar | null; limits: AttachmentLimits; mostLength: number };

/** Where a conversation begins: it is made with its first message. */
export function NewChat({ projectId, hasDocuments, bar, limits, mostLength }: NewChatProps) {
  const t = useTranslations("chat");
  const place = `new:${projectId}`;
  const files = attachmentQueue(useUserId(), projectId, place, limits);
  return (
    <DropZone label={t("drop.label")} hint={t("drop.hint", { megabytes: Math.round(limits.mostBytes / 1_000_000) })} onFiles={bar ? null : files.add} className="flex min-h-0 flex-1 flex-col">
      <div className="grid min-h-0 flex-1 content-center overflow-y-auto px-4 py-8 sm:px-8">
        <div className="mx-auto w-full max-w-[46rem] pb-[8vh]">
          <Mark className="size-9" />
          <h1 className="mt-5 font-serif text-3xl font-medium tracking-tight text-balance">{bar ? t("empty.viewer") : t("empty.title")}</h1>
          <p className="mt-2 max-w-reading text-lg text-pretty text-subtle">{bar ? null : hasDocuments ? t("empty.text") : t("empty.noDocuments")}</p>
          <div className="mt-7">{bar ? <ReadingOnly why={bar} /> : <FirstComposer projectId={projectId} place={place} limits={limits} mostLength={mostLength} />}</div>
        </div>
      </div>
    </DropZone>
  );
}

/** Apart, so that typing draws nothing else. */
function FirstComposer({ projectId, place, limits, mostLength }: { projectId: string; place: string; limits: AttachmentLimits; mostLength: number }) {
  const router = useRouter();
  const userId = useUserId();
  const problem = useProblem();
  const draft = useDraft(userId, place);
  const attaching = useAttachments(userId, projectId, place, limits);
  const [starter] = useState(() => new ChatStarter(apiClient, projectId));
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);

  async function begin(written: Written): Promise<boolean> {
    setBusy(true);
    setError(null);
    try {
      router.push(paths.chat(projectId, await starter.start(written)));
      return true;
    } catch (thrown) {
      setError(problem.caught(thrown));
      setBusy(false);
      return false;
    }
  }

  return (
    <Composer projectId={projectId} draft={draft} place={place} onSend={begin} busy={busy} attaching={attaching} limits={limits} mostLength={mostLength} autoFocus>
      {error ? <p role="alert" className="mb-2 text-danger">{error}</p> : null}
    </Composer>
  );
}
