"use client";

import { Archive, ArchiveRestore, Ellipsis, Pencil, Trash2 } from "lucide-react";
import { useTranslations } from "next-intl";
import Link from "next/link";
import { usePathname, useRouter } from "next/navigation";
import { useState } from "react";
import type { Sessions } from "@/components/projects/rail/use-sessions";
import { TitleField } from "@/components/shell/title-field";
import { cn } from "@/components/ui/cn";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { IconButton } from "@/components/ui/icon-button";
import { Menu, MenuItem, MenuSeparator } from "@/components/ui/menu";
import { can } from "@/lib/access/permissions";
import type { ChatSession } from "@/lib/chat/schemas";
import { paths } from "@/lib/http/paths";

type SessionRowProps = { session: ChatSession; sessions: Sessions; projectId: string; role: string; mayWrite: boolean; userId: string };

/** A conversation in the rail, with what can be done to it. */
export function SessionRow({ session, sessions, projectId, role, mayWrite, userId }: SessionRowProps) {
  const t = useTranslations("shell");
  const router = useRouter();
  const pathname = usePathname();
  const [isRenaming, setRenaming] = useState(false);
  const [isDeleting, setDeleting] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const href = paths.chat(projectId, session.id);
  const isHere = pathname === href;
  const title = session.title || t("rail.untitled");
  const mayDelete = mayWrite && (session.userId === userId || can(role, "chat.moderate"));

  async function remove(): Promise<boolean> {
    const problem = await sessions.remove(session);
    setError(problem);
    if (problem !== null) return false;
    if (isHere) router.push(paths.chat(projectId));
    return true;
  }

  if (isRenaming) {
    return (
      <li>
        <TitleField
          title={session.title}
          label={t("conversation.renameLabel")}
          className="px-2"
          onDone={(next) => {
            setRenaming(false);
            if (next !== null) void sessions.rename(session, next);
          }}
        />
      </li>
    );
  }

  return (
    <li className={cn("group/session relative flex h-row items-center rounded-md hover:bg-hover", isHere && "bg-selected hover:bg-selected")}>
      <Link
        href={href}
        aria-current={isHere ? "page" : undefined}
        title={title}
        className={cn("min-w-0 flex-1 truncate rounded-md py-1.5 ps-2.5 pe-2 text-subtle group-hover/session:text-ink", isHere && "font-medium text-ink", !session.title && "text-faint", mayWrite && "group-focus-within/session:pe-8 group-hover/session:pe-8 coarse:pe-10")}
      >
        <bdi>{title}</bdi>
      </Link>
      {mayWrite ? (
        <div className="absolute inset-y-0 end-0.5 grid place-items-center opacity-0 group-focus-within/session:opacity-100 group-hover/session:opacity-100 has-data-popup-open:opacity-100 coarse:opacity-100">
          <Menu align="start" trigger={<IconButton label={t("conversation.menu", { title })} size="sm"><Ellipsis /></IconButton>}>
            <MenuItem icon={<Pencil />} onSelect={() => setRenaming(true)}>{t("conversation.rename")}</MenuItem>
            {session.archived ? (
              <MenuItem icon={<ArchiveRestore />} onSelect={() => void sessions.restore(session)}>{t("conversation.restore")}</MenuItem>
            ) : (
              <MenuItem icon={<Archive />} onSelect={() => void sessions.archive(session, title)}>{t("conversation.archive")}</MenuItem>
            )}
            {mayDelete ? (
              <>
                <MenuSeparator />
                <MenuItem icon={<Trash2 />} tone="danger" onSelect={() => setDeleting(true)}>{t("conversation.delete")}</MenuItem>
              </>
            ) : null}
          </Menu>
        </div>
      ) : null}
      {isDeleting ? (
        <ConfirmDialog
          open
          onOpenChange={setDeleting}
          title={t("conversation.deleteTitle")}
          description={t("conversation.deleteText", { title })}
          confirmLabel={t("conversation.deleteConfirm")}
          busyLabel={t("conversation.deleting")}
          cancelLabel={t("cancel")}
          onConfirm={remove}
          error={error}
        />
      ) : null}
    </li>
  );
}
