"use client";

import { useTranslations } from "next-intl";
import { useTyping, type Thread } from "./state/use-thread";

/** Who else is writing. Its line is always there, so that nothing moves when somebody begins. */
export function TypingLine({ thread }: { thread: Thread }) {
  const t = useTranslations("chat.typing");
  const people = useTyping(thread);
  const [first, second] = people;
  const words = !first ? "" : !second ? t("one", { name: first.name }) : people.length === 2 ? t("two", { first: first.name, second: second.name }) : t("many", { count: people.length });
  return (
    <p aria-live="polite" className="flex h-6 items-center gap-2 px-1 text-xs text-faint">
      {words ? <span aria-hidden className="size-1.5 animate-breathe rounded-full bg-subtle" /> : null}
      <span className="truncate" dir="auto">{words}</span>
    </p>
  );
}
