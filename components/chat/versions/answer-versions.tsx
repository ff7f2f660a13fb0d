"use client";

import { useTranslations } from "next-intl";
import type { AnswerVersions as Versions } from "./use-answer-versions";
import { Switcher } from "./switcher";

/** Between an answer and what it was before. */
export function AnswerVersions({ versions: { index, count, busy, go } }: { versions: Versions }) {
  const t = useTranslations("chat.versions");
  return (
    <Switcher
      className="-ms-1"
      label={t("label")}
      words={{ previous: t("previous"), next: t("next"), place: t("place", { n: index + 1, count }) }}
      index={index}
      count={count}
      busy={busy}
      onGo={go}
    />
  );
}
