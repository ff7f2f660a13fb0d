"use client";

import { Search, X } from "lucide-react";
import { useTranslations } from "next-intl";
import { useRouter } from "next/navigation";
import { useEffect, useRef, useState, useTransition } from "react";
import { cn } from "@/components/ui/cn";
import { Input } from "@/components/ui/input";
import { SegmentedControl } from "@/components/ui/segmented-control";
import { Select } from "@/components/ui/select";
import { Spinner } from "@/components/ui/spinner";
import { roles } from "@/lib/access/permissions";
import { paths } from "@/lib/http/paths";

/** What the list is narrowed to, as the address says it. `status` is active when it isn't there. */
export type Filters = { q?: string | undefined; status?: string | undefined; tag?: string | undefined; role?: string | undefined; sort?: string | undefined };

const sorts = ["-updated", "-created", "name"] as const;

/** Narrows and orders the list through the address, so that it can be shared and gone back to. */
export function ProjectFilters({ filters }: { filters: Filters }) {
  const t = useTranslations("projects");
  const router = useRouter();
  const [isPending, startTransition] = useTransition();
  const [text, setText] = useState(filters.q ?? "");
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);

  function go(change: Filters): void {
    clearTimeout(timer.current);
    const next = { ...filters, q: text.trim(), ...change };
    startTransition(() => router.replace(paths.projects(definedOnly(next)), { scroll: false }));
  }

  function search(value: string): void {
    setText(value);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => go({ q: value.trim() }), 200);
  }

  return (
    <div className="mt-6 flex flex-wrap items-center gap-2">
      <div className="w-full sm:w-64">
        <Input
          type="search"
          aria-label={t("search")}
          placeholder={t("search")}
          value={text}
          onValueChange={search}
          icon={isPending ? <Spinner /> : <Search />}
          maxLength={200}
          dir="auto"
        />
      </div>
      <SegmentedControl
        aria-label={t("filters.status")}
        value={filters.status ?? "active"}
        onValueChange={(status) => go({ status: status === "active" ? undefined : status })}
        items={[
          { value: "active", label: t("filters.active") },
          { value: "archived", label: t("filters.archived") },
          { value: "all", label: t("filters.all") },
        ]}
      />
      <Select
        variant="quiet"
        aria-label={t("filters.role")}
        value={filters.role ?? "any"}
        onValueChange={(role) => go({ role: role === "any" ? undefined : role })}
        items={[{ value: "any", label: t("filters.anyRole") }, ...roles.map((role) => ({ value: role as string, label: t(`roles.${role}`) }))]}
      />
      <Select
        variant="quiet"
        className="sm:ms-auto"
        aria-label={t("filters.sort")}
        value={sorts.find((sort) => sort === filters.sort) ?? "-updated"}
        onValueChange={(sort) => go({ sort: sort === "-updated" ? undefined : sort })}
        items={sorts.map((sort) => ({ value: sort, label: t(`filters.${sort}`) }))}
      />
      {filters.tag ? (
        <button
          type="button"
          aria-label={t("filters.removeTag")}
          onClick={() => go({ tag: undefined })}
          className={cn("hit inline-flex h-6 max-w-full items-center gap-1 rounded-sm bg-accent-soft px-2 text-sm font-medium text-accent-text hover:bg-selected")}
        >
          <span className="truncate">{t("filters.tag", { tag: filters.tag })}</span>
          <X aria-hidden className="size-3.5 shrink-0" />
        </button>
      ) : null}
    </div>
  );
}

/** For addresses, whose parts are there or not. */
export function definedOnly(filters: Filters): Record<string, string> {
  return Object.fromEntries(Object.entries(filters).filter((entry): entry is [string, string] => Boolean(entry[1])));
}
