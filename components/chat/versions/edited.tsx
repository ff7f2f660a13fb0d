"use client";

import { useTranslations } from "next-intl";
import { lazy, Suspense } from "react";
import { Popover } from "@/components/ui/popover";
import { Spinner } from "@/components/ui/spinner";
import type { Message } from "@/lib/chat/schemas";

/** Says that a message was edited, and shows what it said before. */
export function Edited({ message }: { message: Message }) {
  const t = useTranslations("chat");
  if (message.versions === 0) return <span className="shrink-0 text-xs text-faint">{t("edited")}</span>;
  return (
    <Popover label={t("history.title")} className="w-96" trigger={<button type="button" aria-label={t("history.open")} className="hit shrink-0 rounded-sm text-xs text-faint hover:text-ink hover:underline">{t("edited")}</button>}>
      <Suspense fallback={<Spinner />}>
        <MessageHistory message={message} />
      </Suspense>
    </Popover>
  );
}

/** Whether a message of a person was changed after it was sent. */
export const isEdited = ({ metadata, deletedAt, role }: Message): boolean => role === "user" && deletedAt === null && typeof metadata["editedAt"] === "string";

const MessageHistory = lazy(() => import("./message-history").then(({ MessageHistory: component }) => ({ default: component })));
