"use client";

import { useTranslations } from "next-intl";
import { useRouter } from "next/navigation";
import { useState, type FormEvent } from "react";
import { ProjectFields, type ProjectValues } from "@/components/projects/project-fields";
import { ModelField } from "@/components/projects/settings/model-field";
import { StaleProject } from "@/components/projects/settings/stale-project";
import { useProjectLabels } from "@/components/projects/use-project-labels";
import { useProblem } from "@/components/shell/use-problem";
import { Banner } from "@/components/ui/banner";
import { Button } from "@/components/ui/button";
import { toast } from "@/components/ui/toaster";
import type { ActionResult } from "@/lib/http/action";
import type { Project } from "@/lib/projects/schemas";

/** What the form changes. */
export type SettingsValues = ProjectValues & Pick<Project, "model">;
type Save = (input: { params: { projectId: string }; body: Partial<SettingsValues> & { version: number } }) => Promise<ActionResult<Project>>;

/**
 * A project's details. What somebody else saves meanwhile shows here as long as nothing is being changed; otherwise
 * the text stays, and saving it leads to a comparison.
 */
export function ProjectForm({ project, disabled, save }: { project: Project; disabled: boolean; save: Save }) {
  const t = useTranslations("projects.settings");
  const labels = useProjectLabels();
  const problem = useProblem();
  const router = useRouter();
  const [base, setBase] = useState(project);
  const [values, setValues] = useState(valuesOf(project));
  const [current, setCurrent] = useState<Project | null>(null);
  const [errors, setErrors] = useState<Record<string, string>>({});
  const [error, setError] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const changed = changedFields(values, base);
  const isChanged = Object.keys(changed).length > 0;
  if (project.version > base.version && !isChanged && !busy) take(project);

  function take(next: Project): void {
    setBase(next);
    setValues(valuesOf(next));
    setCurrent(null);
    setErrors({});
    setError(null);
  }

  /** Saves what differs from what was read, as a change of `version`. */
  async function submit(version: number): Promise<void> {
    setBusy(true);
    setError(null);
    setErrors({});
    const result = await problem.outcome(save({ params: { projectId: project.id }, body: { ...changed, version } }));
    if (result.ok) {
      take(result.value);
      toast({ title: t("saved"), tone: "success" });
      router.refresh();
    } else if (result.problem?.code === "stale") {
      // A stale write brings the project as it stands now (see updateProject).
      setCurrent(result.problem["current"] as Project);
    } else {
      const found = problem.fields(result.problem, labels);
      setErrors(found);
      if (Object.keys(found).length === 0) setError(result.text);
    }
    setBusy(false);
  }

  return (
    <form
      onSubmit={(event: FormEvent) => {
        event.preventDefault();
        if (isChanged) void submit(base.version);
      }}
      className="grid gap-5"
    >
      {error ? <Banner tone="danger">{error}</Banner> : null}
      <ProjectFields part="all" values={values} onChange={(next) => setValues({ ...values, ...next })} errors={errors} disabled={disabled} />
      <ModelField projectId={project.id} value={values.model} onChange={(model) => setValues({ ...values, model })} error={errors["/model"]} disabled={disabled} />
      {current ? <StaleProject current={current} mine={changed} busy={busy} onOverwrite={() => void submit(current.version)} onTake={() => take(current)} /> : null}
      {disabled || current ? null : (
        <div className="flex flex-wrap items-center gap-2">
          <Button type="submit" variant="primary" busy={busy} disabled={!isChanged || values.name.trim() === ""}>{t("save")}</Button>
          {isChanged ? (
            <>
              <Button variant="ghost" onClick={() => take(base)} disabled={busy}>{t("discard")}</Button>
              <span className="text-sm text-faint">{t("unsaved")}</span>
            </>
          ) : null}
        </div>
      )}
    </form>
  );
}

const valuesOf = ({ name, description, type, tags, instructions, model }: Project): SettingsValues => ({
  name,
  description,
  // A type of a later version is kept as it is: only what is changed is sent.
  type: type as ProjectValues["type"],
  tags,
  instructions,
  model,
});

function changedFields(values: SettingsValues, base: Project): Partial<SettingsValues> {
  const same = valuesOf(base);
  const entries = Object.entries(values).filter(([field, value]) => JSON.stringify(value) !== JSON.stringify(same[field as keyof SettingsValues]));
  return Object.fromEntries(entries);
}
