import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Standalone } from "@/components/shell/standalone";
import { ButtonLink } from "@/components/ui/button";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("shell.notFound"))("title") };
}

export default async function NotFound() {
  const t = await getTranslations("shell.notFound");
  return (
    <Standalone title={t("title")} text={t("text")}>
      <ButtonLink href="/" variant="primary">{t("action")}</ButtonLink>
    </Standalone>
  );
}
