import { getTranslations } from "next-intl/server";
import { Standalone } from "@/components/shell/standalone";
import { ButtonLink } from "@/components/ui/button";

/** Something that this project doesn't have, or has no more. The rail stays. */
export default async function NotFoundInProject() {
  const t = await getTranslations("shell.notFound");
  return (
    <Standalone title={t("title")} text={t("textInProject")} inside>
      <ButtonLink href="/">{t("action")}</ButtonLink>
    </Standalone>
  );
}
