import { useTranslations } from "next-intl";
import { ModelSelect, projectDefault } from "@/components/projects/model-select";
import { useModels } from "@/components/projects/use-models";
import { RadioList } from "@/components/ui/radio-list";
import type { PopoverContentProps } from "./session-popover";

const modes = ["always", "mentioned", "never"] as const;
const busyModes = ["queue", "parallel"] as const;

/** When the assistant answers in a conversation, with which model, and how it deals with several questions. */
export function AssistantSettings({ control: { session, change }, canWrite }: PopoverContentProps) {
  const t = useTranslations("conversation.assistant");
  const { models, projectModel } = useModels(session.projectId);
  return (
    <div className="grid gap-4 p-4">
      <h2 className="title-section">{t("title")}</h2>
      {canWrite ? null : <p className="-mt-3 text-sm text-subtle">{t("readOnly")}</p>}
      <RadioList
        label={t("mode")}
        disabled={!canWrite}
        value={session.assistantMode}
        onValueChange={(assistantMode) => void change({ assistantMode })}
        items={modes.map((mode) => ({ value: mode, label: t(`modes.${mode}`), description: t(`modeTexts.${mode}`) }))}
      />
      <div>
        <p className="pb-1.5 text-xs font-medium text-faint">{t("model")}</p>
        <ModelSelect
          models={models}
          disabled={!canWrite}
          value={session.model ?? projectDefault}
          first={{ value: projectDefault, label: projectModel ? t("projectModelNamed", { model: projectModel }) : t("projectModel") }}
          onValueChange={(model) => void change({ model: model === projectDefault ? null : model })}
        />
      </div>
      <RadioList
        label={t("busy")}
        disabled={!canWrite}
        value={session.whenBusy}
        onValueChange={(whenBusy) => void change({ whenBusy })}
        items={busyModes.map((mode) => ({ value: mode, label: t(`busyModes.${mode}`), description: t(`busyTexts.${mode}`) }))}
      />
    </div>
  );
}
