"use client";

import { useTranslations } from "next-intl";
import type { Person } from "@/components/chat/people";
import { Select } from "@/components/ui/select";

export type Author = { role?: string; user?: string };
type AuthorFilterProps = { author: Author; members: readonly Person[]; onChange: (author: Author) => void };

const roles = ["user", "assistant"] as const;

/** Whose messages are looked through: everyone's, those of people or of the assistant, or one person's. */
export function AuthorFilter({ author: { role, user }, members, onChange }: AuthorFilterProps) {
  const t = useTranslations("search.filters");
  const person = members.find(({ id }) => id === user);
  return (
    <Select
      variant="quiet"
      className="max-w-48"
      aria-label={t("author")}
      value={person?.id ?? roles.find((one) => one === role) ?? "any"}
      onValueChange={(next) => onChange(next === "any" ? {} : next === "user" || next === "assistant" ? { role: next } : { user: next })}
      items={[
        { value: "any", label: t("any") },
        { value: "user", label: t("people") },
        { value: "assistant", label: t("assistant") },
        ...members.map(({ id, name }) => ({ value: id, label: name })),
      ]}
    />
  );
}
