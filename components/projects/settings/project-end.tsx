"use client";

import { Archive, ArchiveRestore, Trash2 } from "lucide-react";
import { useTranslations } from "next-intl";
import { useRouter } from "next/navigation";
import { useState, type ReactNode } from "react";
import { useProblem } from "@/components/shell/use-problem";
import { Button } from "@/components/ui/button";
import { ConfirmByName } from "@/components/ui/confirm-dialog";
import { toast } from "@/components/ui/toaster";
import type { ActionResult } from "@/lib/http/action";
import { paths } from "@/lib/http/paths";
import type { Project } from "@/lib/projects/schemas";

type InProject = { params: { projectId: string } };
type ProjectEndProps = {
  project: { id: string; name: string; isActive: boolean };
  actions: { archive: (input: InProject) => Promise<ActionResult<Project>>; restore: (input: InProject) => Promise<ActionResult<Project>>; remove: (input: InProject) => Promise<ActionResult<null>> };
};

/** Putting a project away, which can be undone, and deleting it, which can't. */
export function ProjectEnd({ project, actions }: ProjectEndProps) {
  const t = useTranslations("projects.settings");
  const tShell = useTranslations("shell");
  const problem = useProblem();
  const router = useRouter();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const input = { params: { projectId: project.id } };

  async function setArchived(isArchived: boolean): Promise<void> {
    setBusy(true);
    const result = await problem.outcome(isArchived ? actions.archive(input) : actions.restore(input));
    if (!result.ok) toast({ title: result.text, tone: "danger" });
    else if (isArchived) toast({ title: t("archived"), action: { label: tShell("undo"), onClick: () => void setArchived(false) } });
    else toast({ title: t("restored"), tone: "success" });
    if (result.ok || result.problem) router.refresh();
    setBusy(false);
  }

  async function remove(): Promise<boolean> {
    setError(null);
    const result = await problem.outcome(actions.remove(input));
    if (result.ok) location.assign(paths.projects());
    else setError(result.text);
    return result.ok;
  }

  return (
    <div className="grid gap-6">
      <Row text={project.isActive ? t("archiveText") : t("restoreText")}>
        <Button icon={project.isActive ? <Archive /> : <ArchiveRestore />} busy={busy} onClick={() => void setArchived(project.isActive)}>{project.isActive ? t("archive") : t("restore")}</Button>
      </Row>
      <Row text={t("deleteText")}>
        <ConfirmByName
          trigger={<Button icon={<Trash2 />} className="text-danger">{t("delete")}</Button>}
          title={t("deleteTitle", { name: project.name })}
          description={t("deleteDescription")}
          name={project.name}
          nameLabel={t("deleteName")}
          confirmLabel={t("delete")}
          busyLabel={t("deleting")}
          cancelLabel={tShell("cancel")}
          onConfirm={remove}
          error={error}
        />
      </Row>
    </div>
  );
}

function Row({ text, children }: { text: string; children: ReactNode }) {
  return (
    <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3">
      <p className="max-w-96 min-w-0 flex-[1_1_16rem] text-pretty text-subtle">{text}</p>
      {children}
    </div>
  );
}
