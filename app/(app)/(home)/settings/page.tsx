import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { saveAccount } from "@/app/(app)/(home)/settings/actions";
import { NameForm } from "@/components/settings/name-form";
import { ThemeControl } from "@/components/settings/theme-control";
import { Section } from "@/components/shell/section";
import { getPageActor } from "@/lib/auth/page-session";
import { paths } from "@/lib/http/paths";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("settings"))("title") };
}

export default async function SettingsPage() {
  const actor = await getPageActor(paths.settings());
  const t = await getTranslations("settings");
  return (
    <>
      <h1 className="title-page">{t("title")}</h1>
      <div className="mt-8 divide-y divide-line border-y border-line">
        <Section title={t("appearance")} text={t("appearanceText")}><ThemeControl /></Section>
        <Section title={t("account")}><NameForm key={actor.name} name={actor.name} email={actor.email} save={saveAccount} /></Section>
      </div>
    </>
  );
}
