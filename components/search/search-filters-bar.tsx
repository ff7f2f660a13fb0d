"use client";

import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import type { Person } from "@/components/search/use-members";
import { cn } from "@/components/ui/cn";
import { Select } from "@/components/ui/select";

type Chosen = { role?: string; user?: string };
type SearchFiltersBarProps = { role: string | undefined; user: string | undefined; members: readonly Person[]; onChange: (chosen: Chosen) => void; className?: string; children?: ReactNode };

const roles = ["user", "assistant"] as const;

/** Whose messages are looked through. A person is no assistant, so choosing one says both. */
export function SearchFiltersBar({ role, user, members, onChange, className, children }: SearchFiltersBarProps) {
  const t = useTranslations("search.filters");
  return (
    <div className={cn("flex flex-wrap items-center gap-1", className)}>
      <Select
        variant="quiet"
        aria-label={t("role")}
        value={roles.find((one) => one === role) ?? "any"}
        onValueChange={(next) => onChange(next === "any" ? {} : { role: next })}
        items={[{ value: "any", label: t("any") }, { value: "user", label: t("people") }, { value: "assistant", label: t("assistant") }]}
      />
      {role === "assistant" ? null : (
        <Select
          variant="quiet"
          className="max-w-56"
          aria-label={t("person")}
          value={members.some(({ id }) => id === user) ? (user ?? "any") : "any"}
          onValueChange={(next) => onChange({ ...(role ? { role } : {}), ...(next === "any" ? {} : { user: next }) })}
          items={[{ value: "any", label: t("anyPerson") }, ...members.map(({ id, name }) => ({ value: id, label: name }))]}
        />
      )}
      {children}
    </div>
  );
}
