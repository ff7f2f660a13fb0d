"use client";

import { Archive, ArchiveRestore, Ellipsis, Link2, Pencil, Trash2 } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState, type ReactNode } from "react";
import { TitleField } from "@/components/shell/title-field";
import { Badge } from "@/components/ui/badge";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { IconButton } from "@/components/ui/icon-button";
import { Menu, MenuItem, MenuSeparator } from "@/components/ui/menu";
import { toast } from "@/components/ui/toaster";
import { paths } from "@/lib/http/paths";
import type { SessionControl } from "./use-session";

type SessionHeaderProps = { control: SessionControl; canWrite: boolean; canDelete: boolean; children?: ReactNode };

/** A conversation's title, which can be changed in its place, and what can be done with the whole of it. */
export function SessionHeader({ control: { session, change, remove }, canWrite, canDelete, children }: SessionHeaderProps) {
  const t = useTranslations("chat");
  const [renaming, setRenaming] = useState(false);
  const [deleting, setDeleting] = useState(false);
  const title = session.title || t("untitled");

  function copyLink(): void {
    void navigator.clipboard.writeText(new URL(paths.chat(session.projectId, session.id), location.origin).href).then(
      () => toast({ title: t("actions.linkCopied"), timeout: 2_000 }),
      () => toast({ title: t("actions.copyFailed"), tone: "danger" }),
    );
  }

  return (
    <header className="flex h-12 shrink-0 items-center gap-1.5 border-b border-line ps-3 pe-2 sm:ps-5">
      {renaming ? (
        <h1 className="min-w-0 flex-1">
          <TitleField
            title={session.title}
            label={t("session.title")}
            className="-mx-2 max-w-xl px-2 font-semibold"
            onDone={(next) => {
              setRenaming(false);
              if (next) void change({ title: next });
            }}
          />
        </h1>
      ) : (
        <h1 className="flex min-w-0 flex-1 items-center gap-2">
          {canWrite ? (
            <button type="button" onClick={() => setRenaming(true)} title={title} dir="auto" className="-mx-2 min-w-0 truncate rounded-sm px-2 py-1 text-start font-semibold hover:bg-hover">{title}</button>
          ) : (
            <span className="min-w-0 truncate font-semibold" title={title} dir="auto">{title}</span>
          )}
          {session.archived ? <Badge>{t("session.archived")}</Badge> : null}
        </h1>
      )}
      <Menu align="end" trigger={<IconButton label={t("session.menu")}><Ellipsis /></IconButton>}>
        <MenuItem icon={<Link2 />} onSelect={copyLink}>{t("session.copyLink")}</MenuItem>
        {canWrite ? (
          <>
            <MenuItem icon={<Pencil />} onSelect={() => setRenaming(true)}>{t("session.rename")}</MenuItem>
            <MenuItem icon={session.archived ? <ArchiveRestore /> : <Archive />} onSelect={() => void change({ archived: !session.archived })}>{t(session.archived ? "session.restore" : "session.archive")}</MenuItem>
          </>
        ) : null}
        {canDelete ? (
          <>
            <MenuSeparator />
            <MenuItem icon={<Trash2 />} tone="danger" onSelect={() => setDeleting(true)}>{t("session.delete")}</MenuItem>
          </>
        ) : null}
      </Menu>
      {children}
      <ConfirmDialog
        open={deleting}
        onOpenChange={setDeleting}
        title={t("session.deleteTitle")}
        description={t("session.deleteText")}
        confirmLabel={t("session.delete")}
        busyLabel={t("session.deleting")}
        cancelLabel={t("cancel")}
        onConfirm={remove}
      />
    </header>
  );
}
