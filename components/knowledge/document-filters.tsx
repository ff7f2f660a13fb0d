"use client";

import { Search } from "lucide-react";
import { useTranslations } from "next-intl";
import { useEffect, useRef, useState } from "react";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import type { DocumentFilters } from "./use-documents";

type Props = { filters: DocumentFilters; onChange: (filters: DocumentFilters) => void };

/** Narrows the list by title, kind and state. */
export function DocumentFiltersBar({ filters, onChange }: Props) {
  const t = useTranslations("knowledge");
  const [typed, setTyped] = useState(filters.q);
  const [known, setKnown] = useState(filters.q);
  // Someone else cleared it: a button of the page.
  if (known !== filters.q) {
    setKnown(filters.q);
    setTyped(filters.q);
  }
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);

  return (
    <div role="search" className="flex flex-wrap items-center gap-2">
      <div className="min-w-48 flex-1 max-sm:basis-full">
        <Input
          icon={<Search />}
          type="search"
          dir="auto"
          aria-label={t("filter.text")}
          placeholder={t("filter.text")}
          value={typed}
          onChange={(event) => {
            const q = event.currentTarget.value;
            setTyped(q);
            clearTimeout(timer.current);
            timer.current = setTimeout(() => onChange({ ...filters, q }), 250);
          }}
        />
      </div>
      <Select
        variant="quiet"
        aria-label={t("filter.type")}
        value={filters.type || "all"}
        onValueChange={(type) => onChange({ ...filters, q: typed, type: type === "all" ? "" : type })}
        items={[{ value: "all", label: t("filter.allTypes") }, { value: "pdf", label: t("type.pdf") }, { value: "md", label: t("type.md") }, { value: "txt", label: t("type.txt") }]}
      />
      <Select
        variant="quiet"
        aria-label={t("filter.status")}
        value={filters.status || "all"}
        onValueChange={(status) => onChange({ ...filters, q: typed, status: status === "all" ? "" : status })}
        items={[
          { value: "all", label: t("filter.allStatuses") },
          { value: "ready", label: t("status.ready") },
          { value: "processing", label: t("status.processing") },
          { value: "queued", label: t("status.queued") },
          { value: "failed", label: t("status.failed") },
        ]}
      />
    </div>
  );
}
