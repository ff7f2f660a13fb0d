"use client";

import { Ellipsis, PencilLine } from "lucide-react";
import { useTranslations } from "next-intl";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { useId, useState } from "react";
import { SessionMenu } from "@/components/projects/rail/session-menu";
import { mostUnread } from "@/components/projects/rail/session-states";
import { useRowState, useShell } from "@/components/projects/rail/shell-context";
import { usePeopleIn } from "@/components/realtime/use-presence";
import { Faces } from "@/components/shell/faces";
import { TitleField } from "@/components/shell/title-field";
import { usePageVisible } from "@/components/shell/use-page-visible";
import { cn } from "@/components/ui/cn";
import { IconButton } from "@/components/ui/icon-button";
import { Mark } from "@/components/ui/mark";
import { VisuallyHidden } from "@/components/ui/visually-hidden";
import type { ChatSession } from "@/lib/chat/schemas";
import { paths } from "@/lib/http/paths";

/** A conversation in the rail: what is new in it, who is there, and what can be done to it. */
export function SessionRow({ session }: { session: ChatSession }) {
  const t = useTranslations("shell");
  const { projectId, actions } = useShell();
  const pathname = usePathname();
  const linkId = useId();
  const [isRenaming, setRenaming] = useState(false);
  const href = paths.chat(projectId, session.id);
  const isHere = pathname === href;
  const unread = useUnread(session.id, isHere);
  const title = session.title || t("rail.untitled");

  if (isRenaming) {
    return (
      <li>
        <TitleField
          title={session.title}
          label={t("conversation.renameLabel")}
          returnTo={linkId}
          className="px-2"
          onDone={(next) => {
            setRenaming(false);
            if (next !== null) void actions.rename(session, next);
          }}
        />
      </li>
    );
  }

  return (
    <li className={cn("group/session relative flex h-row items-center rounded-md [--faces-ground:var(--sunken)] hover:bg-hover hover:[--faces-ground:var(--hover)]", isHere && "bg-selected [--faces-ground:var(--selected)] hover:bg-selected hover:[--faces-ground:var(--selected)]")}>
      <Link
        id={linkId}
        href={href}
        aria-current={isHere ? "page" : undefined}
        className={cn(
          "flex h-full min-w-0 flex-1 items-center gap-1.5 rounded-md ps-2.5 pe-2 text-subtle group-focus-within/session:pe-8 group-hover/session:pe-8 group-hover/session:text-ink group-has-data-popup-open/session:pe-8 coarse:pe-10",
          isHere && "font-medium text-ink",
          unread > 0 && "pe-8 font-semibold text-ink coarse:pe-18",
        )}
      >
        <span title={title} className={cn("min-w-0 flex-1 truncate", !session.title && unread === 0 && "text-faint")}><bdi>{title}</bdi></span>
        <Signs sessionId={session.id} isHere={isHere} />
        {unread > 0 ? <VisuallyHidden>{t("rail.unread", { count: unread })}</VisuallyHidden> : null}
      </Link>
      {unread > 0 ? (
        <span aria-hidden className="pointer-events-none absolute inset-y-0 end-1.5 grid place-items-center group-focus-within/session:opacity-0 group-hover/session:opacity-0 group-has-data-popup-open/session:opacity-0 coarse:end-10">
          <span className="min-w-5 rounded-full bg-accent-soft px-1.5 text-center text-2xs/4.5 font-semibold text-accent-text tabular-nums">{unread < mostUnread ? unread : `${mostUnread - 1}+`}</span>
        </span>
      ) : null}
      <div className="absolute inset-y-0 end-0.5 grid place-items-center opacity-0 group-focus-within/session:opacity-100 group-hover/session:opacity-100 has-data-popup-open:opacity-100 coarse:opacity-100">
        <SessionMenu
          session={session}
          onRename={() => setRenaming(true)}
          onArchive={(archived) => void actions.setArchived(session, archived)}
          trigger={<IconButton label={t("conversation.menu", { title })} size="sm"><Ellipsis /></IconButton>}
        />
      </div>
    </li>
  );
}

/** That an answer is being written, that something was begun, and who else is there. */
function Signs({ sessionId, isHere }: { sessionId: string; isHere: boolean }) {
  const t = useTranslations("shell.rail");
  const { userId } = useShell();
  const { hasDraft, isAnswering } = useRowState(sessionId);
  const others = usePeopleIn(sessionId).filter((person) => person.userId !== userId);
  const here = t("here", { names: others.map(({ name }) => name).join(", ") });
  return (
    <>
      {isAnswering ? <Mark label={t("answering")} className="size-3.5 animate-breathe" /> : null}
      {hasDraft && !isHere ? <PencilLine role="img" aria-label={t("draft")} className="size-3.5 shrink-0 text-faint" /> : null}
      {others.length > 0 ? <span title={here}><Faces people={others} most={3} label={here} /></span> : null}
    </>
  );
}

/** What is unread where one isn't looking. What comes below the place that is being read, its page tells. */
function useUnread(sessionId: string, isHere: boolean): number {
  const { unread } = useRowState(sessionId);
  const isVisible = usePageVisible();
  return isHere && isVisible ? 0 : unread;
}
