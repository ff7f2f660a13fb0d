"use client";

import { useTranslations } from "next-intl";
import { useRouter } from "next/navigation";
import { useTransition } from "react";
import { Select } from "@/components/ui/select";
import { Spinner } from "@/components/ui/spinner";
import { paths } from "@/lib/http/paths";

/** What the log is narrowed to: an event's first part, and a person. */
export type Filters = { kind?: string; user?: string };

const kinds = ["chat", "document", "member", "invitation", "project"] as const;

/** Narrows the log through the address. */
export function ActivityFilters({ projectId, filters, members }: { projectId: string; filters: Filters; members: { id: string; name: string }[] }) {
  const t = useTranslations("activity.filters");
  const router = useRouter();
  const [isPending, startTransition] = useTransition();
  const go = (change: Filters): void => startTransition(() => router.replace(paths.activity(projectId, { ...filters, ...change }), { scroll: false }));
  return (
    <div className="mt-4 -ms-2.5 flex flex-wrap items-center gap-1">
      <Select
        variant="quiet"
        aria-label={t("kind")}
        value={kinds.find((kind) => kind === filters.kind) ?? "all"}
        onValueChange={(kind) => go({ kind: kind === "all" ? "" : kind })}
        items={[{ value: "all", label: t("everything") }, ...kinds.map((kind) => ({ value: kind, label: t(kind) }))]}
      />
      <Select
        variant="quiet"
        className="max-w-56"
        aria-label={t("person")}
        value={members.some(({ id }) => id === filters.user) ? (filters.user ?? "all") : "all"}
        onValueChange={(user) => go({ user: user === "all" ? "" : user })}
        items={[{ value: "all", label: t("everyone") }, ...members.map(({ id, name }) => ({ value: id, label: name }))]}
      />
      {isPending ? <Spinner className="text-faint" /> : null}
    </div>
  );
}
