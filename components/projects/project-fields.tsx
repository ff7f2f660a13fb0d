"use client";

import { useTranslations } from "next-intl";
import type { RefObject } from "react";
import { projectTypes } from "@/components/projects/project-types";
import { TagInput } from "@/components/projects/tag-input";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { Textarea } from "@/components/ui/textarea";
import type { CreateProjectInput } from "@/lib/projects/schemas";

export type ProjectValues = CreateProjectInput;

type ProjectFieldsProps = {
  /** Name and description, or the rest, or all. */
  part: "first" | "more" | "all";
  values: ProjectValues;
  onChange: (values: ProjectValues) => void;
  /** JSON pointer → what is wrong. */
  errors: Record<string, string>;
  disabled?: boolean;
  nameRef?: RefObject<HTMLInputElement | null>;
};

/** The fields of a project, for making and for changing it. */
export function ProjectFields({ part, values, onChange, errors, disabled = false, nameRef }: ProjectFieldsProps) {
  const t = useTranslations("projects");
  const set = <Key extends keyof ProjectValues>(key: Key, value: ProjectValues[Key]): void => onChange({ ...values, [key]: value });
  return (
    <>
      {part === "more" ? null : (
        <>
          <Field label={t("fields.name")} error={errors["/name"]} disabled={disabled}>
            <Input ref={nameRef} value={values.name} onValueChange={(name) => set("name", name)} placeholder={t("fields.namePlaceholder")} maxLength={120} dir="auto" autoComplete="off" />
          </Field>
          <Field label={t("fields.description")} hint={t("fields.descriptionHint")} error={errors["/description"]} disabled={disabled}>
            <Textarea value={values.description} onChange={(event) => set("description", event.currentTarget.value)} maxLength={2000} maxRows={6} dir="auto" disabled={disabled} />
          </Field>
        </>
      )}
      {part === "first" ? null : (
        <>
          <Field label={t("fields.type")} error={errors["/type"]} disabled={disabled}>
            <Select
              value={projectTypes.find((type) => type === values.type) ?? "other"}
              onValueChange={(type) => set("type", type)}
              items={projectTypes.map((type) => ({ value: type, label: t(`types.${type}`) }))}
              disabled={disabled}
              className="sm:w-56"
            />
          </Field>
          <Field label={t("fields.tags")} hint={disabled ? undefined : t("fields.tagsHint")} error={errors["/tags"]} disabled={disabled}>
            <TagInput value={values.tags} onChange={(tags) => set("tags", tags)} disabled={disabled} />
          </Field>
          <Field label={t("fields.instructions")} hint={t("fields.instructionsHint")} error={errors["/instructions"]} disabled={disabled}>
            <Textarea value={values.instructions} onChange={(event) => set("instructions", event.currentTarget.value)} maxLength={8000} minRows={3} maxRows={14} dir="auto" disabled={disabled} />
          </Field>
        </>
      )}
    </>
  );
}
