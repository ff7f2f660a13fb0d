"use client";

import { ChevronRight, Plus } from "lucide-react";
import { useTranslations } from "next-intl";
import { useRouter } from "next/navigation";
import { useId, useRef, useState, type FormEvent } from "react";
import { ProjectFields, type ProjectValues } from "@/components/projects/project-fields";
import { useProjectLabels } from "@/components/projects/use-project-labels";
import { useProblem } from "@/components/shell/use-problem";
import { Banner } from "@/components/ui/banner";
import { Button } from "@/components/ui/button";
import { Dialog, DialogClose } from "@/components/ui/dialog";
import type { ActionResult } from "@/lib/http/action";
import { paths } from "@/lib/http/paths";
import type { Project } from "@/lib/projects/schemas";

type Create = (input: { body: ProjectValues }) => Promise<ActionResult<Project>>;

const blank: ProjectValues = { name: "", description: "", type: "software", tags: [], instructions: "" };

/** The button and the dialog that make a project; then it opens. */
export function CreateProject({ create }: { create: Create }) {
  const t = useTranslations("projects");
  const tShell = useTranslations("shell");
  const labels = useProjectLabels();
  const problem = useProblem();
  const router = useRouter();
  const form = useId();
  const name = useRef<HTMLInputElement>(null);
  const [open, setOpen] = useState(false);
  const [values, setValues] = useState(blank);
  const [errors, setErrors] = useState<Record<string, string>>({});
  const [error, setError] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);

  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault();
    setBusy(true);
    setError(null);
    setErrors({});
    const result = await problem.outcome(create({ body: values }));
    if (result.ok) return router.push(paths.project(result.value.id));
    const found = problem.fields(result.problem, labels);
    setErrors(found);
    if (Object.keys(found).length === 0) setError(result.text);
    setBusy(false);
  }

  return (
    <Dialog
      open={open}
      onOpenChange={setOpen}
      title={t("create.title")}
      closeLabel={tShell("close")}
      initialFocus={name}
      trigger={<Button variant="primary" icon={<Plus />}>{t("new")}</Button>}
      footer={
        <>
          <DialogClose><Button>{tShell("cancel")}</Button></DialogClose>
          <Button type="submit" form={form} variant="primary" busy={busy} busyLabel={t("create.busy")} disabled={values.name.trim() === ""}>{t("create.submit")}</Button>
        </>
      }
    >
      <form id={form} onSubmit={(event) => void submit(event)} className="grid gap-4">
        {error ? <Banner tone="danger">{error}</Banner> : null}
        <ProjectFields part="first" values={values} onChange={setValues} errors={errors} nameRef={name} />
        <details className="group" open={"/tags" in errors || "/instructions" in errors || undefined}>
          <summary className="-mx-1 flex w-fit list-none items-center gap-1 rounded-sm px-1 text-sm font-medium text-subtle hover:text-ink [&::-webkit-details-marker]:hidden">
            <ChevronRight aria-hidden className="size-4 transition-transform group-open:rotate-90 rtl:-scale-x-100" />
            {t("create.more")}
          </summary>
          <div className="mt-4 grid gap-4"><ProjectFields part="more" values={values} onChange={setValues} errors={errors} /></div>
        </details>
      </form>
    </Dialog>
  );
}
