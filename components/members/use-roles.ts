"use client";

import { useTranslations } from "next-intl";
import { roles, type Role } from "@/lib/access/permissions";

/** The roles with their words: to choose from, and to show. A role without words shows by its name. */
export function useRoles() {
  const t = useTranslations("members");
  const items = roles.map((role) => ({ value: role, label: t(`roles.${role}`), description: t(`roleText.${role}`) }));
  const find = (name: string): Role | undefined => roles.find((role) => role === name);
  const word = (name: string): string => {
    const role = find(name);
    return role ? t(`roles.${role}`) : name;
  };
  return { items, find, word };
}
