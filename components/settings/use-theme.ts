"use client";

import { useTranslations } from "next-intl";
import { useSyncExternalStore } from "react";
import { chooseTheme, shownTheme } from "@/components/settings/theme-channel";
import type { Theme } from "@/components/theme/theme";
import { toast } from "@/components/ui/toaster";
import { apiClient } from "@/lib/http/client";
import { api } from "@/lib/http/paths";

/** The theme shown, and how to choose another: at once in all tabs, then saved for other devices. */
export function useTheme(): [Theme, (theme: Theme) => void] {
  const t = useTranslations("settings");
  const theme = useSyncExternalStore(watchTheme, shownTheme, () => "system" as const);
  const choose = (next: Theme): void => {
    chooseTheme(next);
    apiClient.put(api.settings(), { theme: next }).catch(() => toast({ title: t("themeNotSaved"), tone: "danger" }));
  };
  return [theme, choose];
}

/** The attribute is the one truth in the page, whoever sets it. */
function watchTheme(listener: () => void): () => void {
  const observer = new MutationObserver(listener);
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme"] });
  return () => observer.disconnect();
}
