"use client";

import { useTranslations } from "next-intl";
import { useRouter } from "next/navigation";
import { useState, type FormEvent } from "react";
import { useProblem } from "@/components/shell/use-problem";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { toast } from "@/components/ui/toaster";
import type { ActionResult } from "@/lib/http/action";

type NameFormProps = { name: string; email: string; save: (input: { body: { name: string } }) => Promise<ActionResult<unknown>> };

/** One's own name; the address is shown, not changed. */
export function NameForm({ name: saved, email, save }: NameFormProps) {
  const t = useTranslations("settings");
  const problem = useProblem();
  const router = useRouter();
  const [name, setName] = useState(saved);
  const [error, setError] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);

  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault();
    setBusy(true);
    setError(null);
    const result = await problem.outcome(save({ body: { name } }));
    if (result.ok) {
      toast({ title: t("nameSaved"), tone: "success" });
      router.refresh();
    } else setError(problem.fields(result.problem, { "/name": t("name") })["/name"] ?? result.text);
    setBusy(false);
  }

  return (
    <form onSubmit={(event) => void submit(event)} className="grid max-w-md gap-4">
      <Field label={t("name")} hint={t("nameHint")} error={error}>
        <Input value={name} onValueChange={setName} autoComplete="name" maxLength={120} dir="auto" />
      </Field>
      <Field label={t("email")}>
        <Input value={email} readOnly dir="ltr" className="bg-sunken" />
      </Field>
      <div>
        <Button type="submit" variant="primary" busy={busy} disabled={name.trim() === saved || name.trim() === ""}>{t("saveName")}</Button>
      </div>
    </form>
  );
}
