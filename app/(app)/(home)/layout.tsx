import { getTranslations } from "next-intl/server";
import Link from "next/link";
import type { ReactNode } from "react";
import { UserMenu } from "@/components/shell/user-menu";
import { Mark } from "@/components/ui/mark";
import { findPageActor } from "@/lib/auth/page-session";
import { paths } from "@/lib/http/paths";

/** The pages outside any project: a quiet bar, and a column to read. */
export default async function HomeLayout({ children }: { children: ReactNode }) {
  const actor = await findPageActor();
  const t = await getTranslations("common");
  return (
    <div className="min-h-dvh">
      <header className="flex h-14 items-center justify-between ps-4 pe-3 sm:ps-8 sm:pe-6">
        <Link href={paths.projects()} className="-m-1 flex items-center gap-2 rounded-md p-1">
          <Mark className="size-5" />
          <span className="font-serif text-lg font-medium tracking-tight">{t("appName")}</span>
        </Link>
        {actor ? <UserMenu id={actor.id} name={actor.name} email={actor.email} compact /> : null}
      </header>
      <main id="content" tabIndex={-1} className="mx-auto w-full max-w-4xl px-4 pt-8 pb-24 outline-none sm:px-8 sm:pt-12">{children}</main>
    </div>
  );
}
