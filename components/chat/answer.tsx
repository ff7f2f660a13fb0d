"use client";

import { Hourglass } from "lucide-react";
import { useTranslations } from "next-intl";
import { useMemo, type ReactNode } from "react";
import { Button } from "@/components/ui/button";
import type { Citation, Message } from "@/lib/chat/schemas";
import { AnswerFooter } from "./answer-footer";
import { useChat } from "./chat-context";
import { CitationMark, PendingMark } from "./citation-mark";
import { CitationContext } from "./markdown/citation-context";
import { Markdown } from "./markdown/markdown";
import { useAnswerVersions } from "./versions/use-answer-versions";

type AnswerProps = {
  message: Message;
  /** The source that is open beside it. */
  activeCitation: number | null;
  onCitation: (message: Message, citation: Citation | null) => void;
  onRetry: ((messageId: string) => void) | null;
};

/** What the assistant wrote, with its marks for sources; while it waits or has just begun, that. */
export function Answer({ message, activeCitation, onCitation, onRetry }: AnswerProps) {
  const t = useTranslations("chat");
  const versions = useAnswerVersions(message);
  const { shown } = versions;
  if (message.status === "queued") return <Queued messageId={message.id} />;
  if (message.status === "streaming" && message.content === "") return <p className="reading text-faint"><span className="animate-breathe">{t("thinking")}</span></p>;
  return (
    <>
      <AnswerText message={shown} activeCitation={activeCitation} onCitation={onCitation} />
      {message.status === "streaming" ? null : <AnswerFooter versions={versions} onRetry={onRetry ? () => onRetry(message.id) : null} onSources={() => onCitation(shown, null)} />}
    </>
  );
}

function AnswerText({ message, activeCitation, onCitation }: Pick<AnswerProps, "message" | "activeCitation" | "onCitation">) {
  const { projectId } = useChat();
  const isStreaming = message.status === "streaming";
  const citations = useMemo(
    () => ({
      draw: (n: number): ReactNode => {
        const citation = message.citations.find((one) => one.n === n);
        if (citation) return <CitationMark projectId={projectId} citation={citation} active={activeCitation === n} onOpen={(opened) => onCitation(message, opened)} />;
        return isStreaming ? <PendingMark n={n} /> : null;
      },
    }),
    [projectId, message, activeCitation, isStreaming, onCitation],
  );
  return (
    <CitationContext value={citations}>
      <Markdown text={message.content} streaming={isStreaming} className="font-serif" />
    </CitationContext>
  );
}

/** An answer that waits for the one before it. */
function Queued({ messageId }: { messageId: string }) {
  const t = useTranslations("chat.answer");
  const { canWrite, tools } = useChat();
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1.5 text-subtle">
      <span className="inline-flex items-center gap-1.5"><Hourglass aria-hidden className="size-3.5 text-faint" />{t("queued")}</span>
      {canWrite ? <Button size="sm" variant="ghost" onClick={() => tools.stop(messageId)}>{t("unqueue")}</Button> : null}
    </div>
  );
}
