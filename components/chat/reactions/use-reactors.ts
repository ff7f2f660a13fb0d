"use client";

import { useFormatter, useTranslations } from "next-intl";
import { useChat } from "../chat-context";
import { usePeople } from "../people";

/** So many are named; the rest is a number. */
const mostNamed = 8;

/** Members by their ids as a list of names in words, the reader first. */
export function useReactors(userIds: readonly string[]): string {
  const t = useTranslations("chat.people");
  const format = useFormatter();
  const { projectId, userId } = useChat();
  const people = usePeople(projectId);
  const others = userIds.filter((id) => id !== userId).map((id) => people.find((person) => person.id === id)?.name ?? null);
  const named = others.filter((name) => name !== null).slice(0, mostNamed);
  const rest = others.length - named.length;
  return format.list([...(userIds.includes(userId) ? [t("you")] : []), ...named, ...(rest > 0 ? [t("others", { count: rest })] : [])]);
}
