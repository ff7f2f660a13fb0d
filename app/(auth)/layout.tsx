import { useTranslations } from "next-intl";
import Link from "next/link";
import type { ReactNode } from "react";
import { Mark } from "@/components/ui/mark";

/** What a stranger sees first: the form on paper, and beside it the questions that the whole thing is about. */
export default function AuthLayout({ children }: { children: ReactNode }) {
  const t = useTranslations();
  return (
    <div className="grid min-h-dvh lg:grid-cols-[minmax(28rem,1fr)_minmax(0,1.15fr)]">
      <div className="flex flex-col px-6 py-6 sm:px-12 sm:py-10">
        <Link href="/" className="-m-1 flex w-fit items-center gap-2 rounded-md p-1">
          <Mark className="size-5" />
          <span className="font-serif text-lg font-medium tracking-tight">{t("common.appName")}</span>
        </Link>
        <main className="mx-auto flex w-full max-w-88 flex-1 flex-col justify-center py-12 max-sm:justify-start max-sm:pt-16">{children}</main>
        <p className="font-serif text-lg text-faint lg:hidden">{t("auth.questions.second")}</p>
      </div>
      <aside aria-label={t("auth.questions.label")} className="relative hidden overflow-hidden border-s border-line bg-sunken lg:flex lg:flex-col lg:justify-end">
        <Mark className="absolute -end-[12%] -top-[8%] size-[min(52rem,82%)] text-line-strong [&_circle]:fill-accent [&_circle]:[r:0.55] [&_path]:[stroke-width:0.3]" />
        <div className="relative grid gap-3 p-12 font-serif text-3xl font-medium tracking-tight text-balance xl:p-16">
          <p>{t("auth.questions.first")}</p>
          <p className="text-subtle">{t("auth.questions.second")}</p>
          <p className="text-faint">{t("auth.questions.third")}</p>
        </div>
      </aside>
    </div>
  );
}
