"use client";

import { useTranslations } from "next-intl";
import { useEffect, useRef, useState } from "react";
import { useProblem } from "@/components/shell/use-problem";
import { Button } from "@/components/ui/button";
import { Textarea } from "@/components/ui/textarea";

type MessageEditorProps = { content: string; onSave: (content: string) => Promise<unknown>; onClose: () => void };

/** Changes the text of one's own message in its place. */
export function MessageEditor({ content, onSave, onClose }: MessageEditorProps) {
  const t = useTranslations("chat");
  const problem = useProblem();
  const [text, setText] = useState(content);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const field = useRef<HTMLTextAreaElement>(null);

  useEffect(() => {
    field.current?.focus();
    field.current?.setSelectionRange(content.length, content.length);
    // Only when it opens.
  }, [content.length]);

  async function save(): Promise<void> {
    if (busy || text.trim() === "") return;
    if (text === content) return onClose();
    setBusy(true);
    setError(null);
    try {
      await onSave(text);
      onClose();
    } catch (thrown) {
      setError(problem.caught(thrown));
      setBusy(false);
    }
  }

  return (
    <div className="mt-1 grid gap-2">
      <Textarea
        ref={field}
        dir="auto"
        aria-label={t("edit.label")}
        value={text}
        maxRows={16}
        onChange={(event) => setText(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.nativeEvent.isComposing) return;
          if (event.key === "Escape") onClose();
          if (event.key === "Enter" && (event.metaKey || event.ctrlKey)) void save();
        }}
      />
      {error ? <p role="alert" className="text-sm text-danger">{error}</p> : null}
      <div className="flex gap-2">
        <Button size="sm" variant="primary" busy={busy} busyLabel={t("edit.saving")} disabled={text.trim() === ""} onClick={() => void save()}>{t("edit.save")}</Button>
        <Button size="sm" variant="ghost" onClick={onClose}>{t("cancel")}</Button>
      </div>
    </div>
  );
}
