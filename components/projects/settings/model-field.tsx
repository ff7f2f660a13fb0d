"use client";

import { useTranslations } from "next-intl";
import { ModelSelect, projectDefault } from "@/components/projects/model-select";
import { useModels } from "@/components/projects/use-models";
import { Field } from "@/components/ui/field";

type ModelFieldProps = { projectId: string; value: string | null; onChange: (model: string | null) => void; error?: string | undefined; disabled: boolean };

/** The model that answers where a conversation names none; null is the instance's own choice. */
export function ModelField({ projectId, value, onChange, error, disabled }: ModelFieldProps) {
  const t = useTranslations("projects.fields");
  const { models } = useModels(projectId);
  const own = models?.find(({ isDefault }) => isDefault)?.name;
  return (
    <Field label={t("model")} hint={t("modelHint")} error={error} disabled={disabled}>
      <ModelSelect
        models={models}
        disabled={disabled}
        value={value ?? projectDefault}
        first={{ value: projectDefault, label: own ? t("modelDefaultNamed", { model: own }) : t("modelDefault") }}
        onValueChange={(model) => onChange(model === projectDefault ? null : model)}
      />
    </Field>
  );
}
