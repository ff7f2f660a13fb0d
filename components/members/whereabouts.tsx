"use client";

import { useTranslations } from "next-intl";
import Link from "next/link";
import type { ReactNode } from "react";
import type { PersonPresent } from "@/components/realtime/presence-store";
import { paths } from "@/lib/http/paths";

type WhereaboutsProps = { projectId: string; person: PersonPresent; sessions: readonly { id: string; title: string }[] };

/** That somebody is here, and with what: a conversation before a document, and either before just being here. */
export function Whereabouts({ projectId, person: { places }, sessions }: WhereaboutsProps) {
  const t = useTranslations("members.here");
  const sessionId = places.find((place) => place.sessionId !== null)?.sessionId;
  const documentId = places.find((place) => place.documentId !== null)?.documentId;
  const session = sessions.find(({ id }) => id === sessionId);
  const to = (href: string) => ({ go: (chunks: ReactNode) => <Link href={href} className="rounded-sm text-subtle underline decoration-line-strong underline-offset-3 hover:text-ink"><bdi>{chunks}</bdi></Link> });

  if (sessionId) {
    const link = to(paths.chat(projectId, sessionId));
    return session ? t.rich("session", { title: session.title || t("untitled"), ...link }) : t.rich("someSession", link);
  }
  return documentId ? t.rich("document", to(paths.document(projectId, documentId))) : t("project");
}
