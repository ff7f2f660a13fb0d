"use client";

import { useTranslations } from "next-intl";
import { useEffect, useRef, useState } from "react";
import { useProblem } from "@/components/shell/use-problem";
import { Button } from "@/components/ui/button";
import { isComposing } from "@/components/ui/is-composing";
import { Textarea } from "@/components/ui/textarea";
import type { Message } from "@/lib/chat/schemas";
import { useChat } from "./chat-context";
import { useDraft } from "./use-draft";

type MessageEditorProps = { message: Message; onSave: (content: string) => Promise<unknown> };

/**
 * Changes the text of one's own message: in its place, where what it said before is kept; or as another way on from
 * here, with an answer of its own. What is typed is kept in this browser until it is saved or given up, since the row may
 * leave the page at any time.
 */
export function MessageEditor({ message: { id, content, replyTo, attachments }, onSave }: MessageEditorProps) {
  const t = useTranslations("chat");
  const { editing, thread, userId, canWrite } = useChat();
  const problem = useProblem();
  const { draft: { text }, change, forget } = useDraft(userId, `edit:${id}`, { kept: { text: content, replyTo: null, at: 0 } });
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const field = useRef<HTMLTextAreaElement>(null);
  const isEmpty = text.trim() === "" && attachments.length === 0;

  useEffect(() => {
    field.current?.focus();
    field.current?.setSelectionRange(field.current.value.length, field.current.value.length);
    // Only when it opens.
  }, []);

  function close(): void {
    forget();
    editing.set(null);
    // The focus stays where it was, at the message.
    document.getElementById(`m-${id}`)?.focus({ preventScroll: true });
  }

  async function save(): Promise<void> {
    if (busy || isEmpty) return;
    if (text === content) return close();
    setBusy(true);
    setError(null);
    try {
      await onSave(text);
      close();
    } catch (thrown) {
      setError(problem.caught(thrown));
      setBusy(false);
    }
  }

  function askAgain(): void {
    if (busy || isEmpty || !canWrite) return;
    forget();
    editing.set(null);
    thread.send(text, { replyTo, attachments, replaces: id });
    // It goes to the conversation's end, where one writes on; this field is gone.
    document.querySelector<HTMLElement>("[data-composer] textarea")?.focus({ preventScroll: true });
  }

  return (
    <div className="mt-1 grid gap-2">
      <Textarea
        ref={field}
        dir="auto"
        aria-label={t("edit.label")}
        aria-describedby={`edit-hint-${id}`}
        value={text}
        maxRows={16}
        className="text-lg/6"
        onChange={(event) => change({ text: event.currentTarget.value })}
        onKeyDown={(event) => {
          if (isComposing(event)) return;
          if (event.key === "Escape") {
            event.preventDefault();
            close();
          }
          if (event.key === "Enter" && (event.metaKey || event.ctrlKey)) {
            if (event.shiftKey) askAgain();
            else void save();
          }
        }}
      />
      {error ? <p role="alert" className="text-sm text-danger">{error}</p> : null}
      <div className="flex flex-wrap items-center gap-2">
        <Button size="sm" variant="primary" busy={busy} busyLabel={t("edit.saving")} disabled={isEmpty} onClick={() => void save()}>{t("edit.save")}</Button>
        <Button size="sm" disabled={isEmpty || busy || !canWrite} onClick={askAgain}>{t("edit.askAgain")}</Button>
        <Button size="sm" variant="ghost" onClick={close}>{t("cancel")}</Button>
        <p id={`edit-hint-${id}`} className="text-xs text-faint">{t("edit.hint")}</p>
      </div>
    </div>
  );
}
