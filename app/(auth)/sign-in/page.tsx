import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import Link from "next/link";
import { redirect } from "next/navigation";
import { SignInForm } from "@/components/auth/sign-in-form";
import { getRegistration } from "@/lib/accounts/registration";
import { nextPath } from "@/lib/auth/next-path";
import { findPageActor } from "@/lib/auth/page-session";
import { paths } from "@/lib/http/paths";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("auth.signIn"))("title") };
}

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function SignInPage({ searchParams }: Props) {
  const query = await searchParams;
  const next = nextPath(query["next"], paths.projects());
  if (await findPageActor()) redirect(next);
  const t = await getTranslations("auth.signIn");
  const mayRegister = (await getRegistration()) !== "closed";
  const error = query["error"];
  return (
    <>
      <h1 className="title-page text-3xl">{t("title")}</h1>
      <p className="mt-2 text-subtle">{t("lead")}</p>
      <SignInForm next={next} initialError={typeof error === "string" ? error : undefined} />
      {mayRegister ? (
        <p className="mt-6 text-subtle">
          {t("noAccount")}{" "}
          <Link href={paths.register(query["next"] ? next : undefined)} className="rounded-sm font-medium text-accent-text underline-offset-4 hover:underline">{t("register")}</Link>
        </p>
      ) : null}
    </>
  );
}
