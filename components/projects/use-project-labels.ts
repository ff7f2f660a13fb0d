"use client";

import { useTranslations } from "next-intl";

/** The fields of a project: JSON pointer → label. */
export function useProjectLabels() {
  const t = useTranslations("projects.fields");
  return { "/name": t("name"), "/description": t("description"), "/type": t("type"), "/tags": t("tags"), "/instructions": t("instructions"), "/model": t("model") } as const;
}
