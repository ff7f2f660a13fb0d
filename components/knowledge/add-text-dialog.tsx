"use client";

import { useTranslations } from "next-intl";
import { useRef, useState, type FormEvent } from "react";
import { useProblem } from "@/components/shell/use-problem";
import { Button } from "@/components/ui/button";
import { Dialog, DialogClose } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Textarea } from "@/components/ui/textarea";
import { ApiError, apiClient } from "@/lib/http/client";
import { api } from "@/lib/http/paths";
import type { Document } from "@/lib/knowledge/schemas";

type AddTextDialogProps = { projectId: string; open: boolean; onOpenChange: (open: boolean) => void; onAdded: (document: Document) => void };

/** Makes a document of a text that is typed or pasted. */
export function AddTextDialog({ projectId, open, onOpenChange, onAdded }: AddTextDialogProps) {
  const t = useTranslations("knowledge.addText");
  const problem = useProblem();
  const [title, setTitle] = useState("");
  const [content, setContent] = useState("");
  const [busy, setBusy] = useState(false);
  const [errors, setErrors] = useState<Record<string, string>>({});
  const [error, setError] = useState<string | null>(null);
  const first = useRef<HTMLInputElement>(null);

  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault();
    if (busy) return;
    setBusy(true);
    setErrors({});
    setError(null);
    try {
      onAdded(await apiClient.post<Document>(api.documents(projectId), { title, content }));
      setTitle("");
      setContent("");
      onOpenChange(false);
    } catch (thrown) {
      const fields = thrown instanceof ApiError ? problem.fields(thrown.problem, { "/title": t("title"), "/content": t("content") }) : {};
      setErrors(fields);
      if (Object.keys(fields).length === 0) setError(problem.caught(thrown));
    }
    setBusy(false);
  }

  return (
    <Dialog
      size="lg"
      open={open}
      onOpenChange={onOpenChange}
      initialFocus={first}
      title={t("heading")}
      description={t("description")}
      closeLabel={t("close")}
      footer={
        <>
          <DialogClose><Button>{t("cancel")}</Button></DialogClose>
          <Button type="submit" form="add-text" variant="primary" busy={busy} busyLabel={t("busy")}>{t("submit")}</Button>
        </>
      }
    >
      <form id="add-text" className="grid gap-4" onSubmit={(event) => void submit(event)}>
        <Field label={t("title")} error={errors["/title"]}>
          <Input ref={first} dir="auto" required maxLength={255} value={title} onChange={(event) => setTitle(event.currentTarget.value)} />
        </Field>
        <Field label={t("content")} hint={t("hint")} error={errors["/content"]}>
          <Textarea dir="auto" required minRows={8} maxRows={16} value={content} onChange={(event) => setContent(event.currentTarget.value)} />
        </Field>
        {error ? <p role="alert" className="text-danger">{error}</p> : null}
      </form>
    </Dialog>
  );
}
