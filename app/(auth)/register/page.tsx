import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import Link from "next/link";
import { redirect } from "next/navigation";
import { findPreview } from "@/app/(auth)/find-preview";
import { RegisterForm } from "@/components/auth/register-form";
import { Banner } from "@/components/ui/banner";
import { getRegistration } from "@/lib/accounts/registration";
import { invitationOf, nextPath } from "@/lib/auth/next-path";
import { findPageActor } from "@/lib/auth/page-session";
import { paths } from "@/lib/http/paths";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("auth.register"))("title") };
}

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function RegisterPage({ searchParams }: Props) {
  const query = await searchParams;
  const next = nextPath(query["next"], paths.projects());
  if (await findPageActor()) redirect(next);
  const t = await getTranslations("auth.register");
  const link = invitationOf(next);
  const preview = link ? await findPreview(null, link.id, link.token) : null;
  const invited = link && preview?.status === "pending" ? { ...link, email: preview.email } : null;
  const policy = await getRegistration();
  const isOpen = policy === "open" || (policy === "invited" && invited !== null);
  return (
    <>
      <h1 className="title-page text-3xl">{t("title")}</h1>
      {isOpen ? (
        <>
          <p className="mt-2 text-subtle">{invited && preview ? t("leadInvited", { project: preview.projectName }) : t("lead")}</p>
          <RegisterForm next={next} invitation={invited} fixedEmail={policy === "invited"} />
        </>
      ) : (
        <div className="mt-6">
          <Banner tone="info" title={policy === "invited" ? t("invitedTitle") : t("closedTitle")}>
            {policy === "invited" ? t("invitedText") : t("closedText")}
          </Banner>
        </div>
      )}
      <p className="mt-6 text-subtle">
        {t("hasAccount")}{" "}
        <Link href={paths.signIn(query["next"] ? next : undefined)} className="rounded-sm font-medium text-accent-text underline-offset-4 hover:underline">{t("signIn")}</Link>
      </p>
    </>
  );
}
