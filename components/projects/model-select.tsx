"use client";

import { useFormatter, useTranslations } from "next-intl";
import { Select, type SelectItem } from "@/components/ui/select";
import type { AssistantModel } from "@/lib/assistant/schemas";

/** Stands for the choice of no model. No model is named so: their names have no spaces. */
export const projectDefault = "as it comes";

type ModelSelectProps = {
  /** Null while they are being read. */
  models: readonly AssistantModel[] | null;
  value: string;
  /** The choice of none. */
  first: SelectItem<string>;
  onValueChange: (model: string) => void;
  disabled?: boolean;
  name?: string;
};

/** The choice of a model: each with what it is given. One that was chosen and is gone stays named. */
export function ModelSelect({ models, value, first, onValueChange, disabled = false }: ModelSelectProps) {
  const t = useTranslations("conversation.assistant");
  const format = useFormatter();

  const describe = ({ kind, sees, contextTokens }: AssistantModel): string => {
    if (kind === "built-in") return t("builtIn");
    const tokens = format.number(contextTokens, { notation: "compact" });
    return [t(sees ? "sees" : "blind"), t("window", { tokens })].join(" · ");
  };
  const items = (models ?? []).map((model): SelectItem<string> => ({ value: model.name, label: model.kind === "built-in" ? t("builtInName") : model.name, description: describe(model) }));
  const isKnown = value === first.value || items.some((item) => item.value === value);
  const gone: SelectItem<string>[] = isKnown ? [] : [{ value, label: models === null ? value : t("unknownModel", { model: value }) }];
  return <Select aria-label={t("model")} disabled={disabled} value={value} onValueChange={onValueChange} items={[first, ...gone, ...items]} />;
}
