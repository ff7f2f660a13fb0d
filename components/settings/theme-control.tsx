"use client";

import { Monitor, Moon, Sun } from "lucide-react";
import { useTranslations } from "next-intl";
import { useTheme } from "@/components/settings/use-theme";
import { Field } from "@/components/ui/field";
import { SegmentedControl } from "@/components/ui/segmented-control";

/** Light, dark, or as the device. */
export function ThemeControl() {
  const t = useTranslations("settings");
  const [theme, choose] = useTheme();
  const items = [
    { value: "light", label: t("themes.light"), icon: <Sun /> },
    { value: "dark", label: t("themes.dark"), icon: <Moon /> },
    { value: "system", label: t("themes.system"), icon: <Monitor /> },
  ] as const;
  return (
    <Field label={t("theme")} labelHidden>
      <SegmentedControl aria-label={t("theme")} items={items} value={theme} onValueChange={choose} />
    </Field>
  );
}
