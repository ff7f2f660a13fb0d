"use client";

import { Copy, Ellipsis, Link2, Pencil, RotateCcw, Trash2 } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { IconButton } from "@/components/ui/icon-button";
import { Menu, MenuItem, MenuSeparator } from "@/components/ui/menu";
import { toast } from "@/components/ui/toaster";

type MessageActionsProps = {
  text: string;
  /** The address of the message within the site. */
  href: string;
  author: string;
  onEdit: (() => void) | null;
  onDelete: (() => Promise<unknown>) | null;
  onRetry: (() => void) | null;
};

/** What can be done with a message: seen on hover and focus, and always in the menu. */
export function MessageActions({ text, href, author, onEdit, onDelete, onRetry }: MessageActionsProps) {
  const t = useTranslations("chat");
  const [confirming, setConfirming] = useState(false);
  const copy = (value: string, done: string) =>
    void navigator.clipboard.writeText(value).then(
      () => toast({ title: done, timeout: 2_000 }),
      () => toast({ title: t("actions.copyFailed"), tone: "danger" }),
    );
  const copyText = () => copy(text, t("actions.copied"));

  return (
    <div className="flex opacity-0 transition-opacity group-focus-within/message:opacity-100 group-hover/message:opacity-100 has-data-popup-open:opacity-100 coarse:opacity-100">
      <IconButton size="sm" label={t("actions.copy")} onClick={copyText} className="coarse:hidden"><Copy /></IconButton>
      {onRetry ? <IconButton size="sm" label={t("actions.retry")} onClick={onRetry} className="coarse:hidden"><RotateCcw /></IconButton> : null}
      {onEdit ? <IconButton size="sm" label={t("actions.edit")} onClick={onEdit} className="coarse:hidden"><Pencil /></IconButton> : null}
      <Menu align="end" trigger={<IconButton size="sm" label={t("actions.menu", { author })}><Ellipsis /></IconButton>}>
        <MenuItem icon={<Copy />} onSelect={copyText}>{t("actions.copy")}</MenuItem>
        <MenuItem icon={<Link2 />} onSelect={() => copy(new URL(href, location.origin).href, t("actions.linkCopied"))}>{t("actions.copyLink")}</MenuItem>
        {onRetry ? <MenuItem icon={<RotateCcw />} onSelect={onRetry}>{t("actions.retry")}</MenuItem> : null}
        {onEdit ? <MenuItem icon={<Pencil />} onSelect={onEdit}>{t("actions.edit")}</MenuItem> : null}
        {onDelete ? (
          <>
            <MenuSeparator />
            <MenuItem icon={<Trash2 />} tone="danger" onSelect={() => setConfirming(true)}>{t("actions.delete")}</MenuItem>
          </>
        ) : null}
      </Menu>
      {onDelete ? (
        <ConfirmDialog
          open={confirming}
          onOpenChange={setConfirming}
          title={t("delete.title")}
          description={t("delete.text")}
          confirmLabel={t("delete.confirm")}
          busyLabel={t("delete.busy")}
          cancelLabel={t("cancel")}
          onConfirm={async () => {
            await onDelete();
          }}
        />
      ) : null}
    </div>
  );
}
