"use client";

import { useTranslations } from "next-intl";
import { Standalone } from "@/components/shell/standalone";
import { buttonClass } from "@/components/ui/button-class";

/** What stands for a page that failed. `digest` finds the cause in the server's log. */
export function PageError({ error, retry, inside = false }: { error: unknown; retry: () => void; inside?: boolean }) {
  const t = useTranslations("shell.error");
  const digest = typeof error === "object" && error !== null && "digest" in error && typeof error.digest === "string" ? error.digest : null;
  return (
    <Standalone title={t("title")} text={t("text")} inside={inside}>
      {/* Not a Button: this comes with every page, so it brings along as little as it can. */}
      <button type="button" onClick={retry} className={buttonClass({ variant: "primary", size: "md" })}>{t("retry")}</button>
      {digest ? <span className="font-mono text-sm text-faint">{t("reference", { digest })}</span> : null}
    </Standalone>
  );
}
