import { useTranslations } from "next-intl";
import { Skeleton } from "@/components/ui/skeleton";

export default function Loading() {
  const t = useTranslations();
  return (
    <div role="status" aria-label={t("shell.loading")}>
      <h1 className="title-page">{t("projects.title")}</h1>
      <Skeleton className="mt-6 h-8 w-72" />
      <div className="mt-6 divide-y divide-line border-y border-line">
        {[0, 1, 2, 3].map((row) => (
          <div key={row} className="grid gap-2.5 py-4">
            <Skeleton className="h-5 w-56" />
            <Skeleton className="h-3.5 w-2/3" />
          </div>
        ))}
      </div>
    </div>
  );
}
