"use client";

import { useLocale, useTranslations } from "next-intl";
import { useRouter } from "next/navigation";
import { useRef, useSyncExternalStore } from "react";
import type { Filters } from "@/components/activity/activity-filters";
import { groupByDay } from "@/components/activity/activity-groups";
import { ActivityRow } from "@/components/activity/activity-row";
import { useProjectEvents } from "@/components/realtime/provider";
import { LoadMore } from "@/components/shell/load-more";
import { usePages, type Page } from "@/components/shell/use-pages";
import { ButtonLink } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import type { ActivityEntry } from "@/lib/collaboration/schemas";
import { apiClient } from "@/lib/http/client";
import { api, paths } from "@/lib/http/paths";

type ActivityLogProps = { projectId: string; position: number; filters: Filters; first: Page<ActivityEntry> };

/** What happened, day by day. New entries appear at the top as they come. */
export function ActivityLog({ projectId, position, filters, first }: ActivityLogProps) {
  const t = useTranslations("activity");
  const router = useRouter();
  const dayInWords = useDayInWords();
  const isBrowser = useSyncExternalStore(neverChanges, () => true, () => false);
  const pages = usePages(first, position, (cursor) => apiClient.get<Page<ActivityEntry>>(api.activity(projectId, { ...filters, cursor, limit: 50 })));
  const reading = useRef<"idle" | "reading" | "again">("idle");

  useProjectEvents(projectId, position, {
    // The log itself says which events it shows, and to whom.
    onEvent: ({ seq }) => {
      if (seq !== null) void readNew();
    },
    onReset: () => router.refresh(),
  });

  /** Reads the newest entries; what happens meanwhile is read after that, in one more request. */
  async function readNew(): Promise<void> {
    if (reading.current !== "idle") {
      reading.current = "again";
      return;
    }
    reading.current = "reading";
    // Without an answer, the next event or the next visit brings what is missing.
    const page = await apiClient.get<Page<ActivityEntry>>(api.activity(projectId, { ...filters, limit: 50 })).catch(() => null);
    if (page) {
      pages.setItems((known) => {
        const ids = new Set(known.map((entry) => entry.id));
        return [...page.items.filter((entry) => !ids.has(entry.id)), ...known];
      });
    }
    const again = (reading.current as string) === "again";
    reading.current = "idle";
    if (again) void readNew();
  }

  if (pages.items.length === 0) {
    const isNarrowed = Boolean(filters.kind ?? filters.user);
    return isNarrowed ? (
      <EmptyState title={t("none.title")} description={t("none.description")}>
        <ButtonLink href={paths.activity(projectId)}>{t("none.clear")}</ButtonLink>
      </EmptyState>
    ) : (
      <EmptyState title={t("empty.title")} description={t("empty.description")} />
    );
  }

  return (
    <div className="mt-6">
      {groupByDay(pages.items, isBrowser ? undefined : "UTC").map((day) => (
        <section key={day.key} aria-labelledby={`day-${day.key}`} className="mb-6">
          <h2 id={`day-${day.key}`} className="sticky top-0 z-1 border-b border-line bg-paper py-2 text-sm font-medium text-subtle">{dayInWords(day.key, day.at, isBrowser)}</h2>
          <ol className="pt-2">
            {day.groups.map(({ entry, count }) => (
              <ActivityRow key={entry.id} projectId={projectId} entry={entry} count={count} />
            ))}
          </ol>
        </section>
      ))}
      <LoadMore {...pages} />
    </div>
  );
}

const neverChanges = () => () => undefined;

/** Words for a day: today and yesterday by name, in the browser, which knows its own zone. */
function useDayInWords() {
  const t = useTranslations("activity");
  const locale = useLocale();
  return (key: string, at: string, isBrowser: boolean): string => {
    const date = new Date(at);
    if (isBrowser) {
      const dayOf = new Intl.DateTimeFormat("en-CA", { dateStyle: "short" });
      const now = new Date();
      if (key === dayOf.format(now)) return t("today");
      if (key === dayOf.format(new Date(now.getFullYear(), now.getMonth(), now.getDate() - 1))) return t("yesterday");
    }
    return new Intl.DateTimeFormat(locale, { weekday: "long", month: "long", day: "numeric", year: "numeric", ...(isBrowser ? {} : { timeZone: "UTC" }) }).format(date);
  };
}
