"use client";

import { Copy, CornerUpLeft, Ellipsis, Link2, Pencil, Pin, PinOff, RotateCcw, SmilePlus, Trash2, Users } from "lucide-react";
import { useTranslations } from "next-intl";
import { useRef, useState } from "react";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { copyText } from "@/components/ui/copy-text";
import { IconButton } from "@/components/ui/icon-button";
import { Mark } from "@/components/ui/mark";
import { Menu, MenuItem, MenuSeparator } from "@/components/ui/menu";
import { Popover } from "@/components/ui/popover";
import { toast } from "@/components/ui/toaster";
import type { Message } from "@/lib/chat/schemas";
import { paths } from "@/lib/http/paths";
import { useChat } from "./chat-context";
import { ReactionPicker } from "./reactions/reaction-picker";
import { ReactorsList } from "./reactions/reactors-list";

type MessageMenuProps = {
  message: Message;
  author: string;
  rights: { edit: boolean; remove: boolean; retry: boolean };
  onDelete: (messageId: string) => Promise<unknown>;
  onRetry: (messageId: string) => void;
  /** Whether the menu was asked for already, when this comes. */
  startsOpen: boolean;
};

/** What can be done with a message: the usual things as buttons, everything in the menu. */
export function MessageMenu({ message, author, rights, onDelete, onRetry, startsOpen }: MessageMenuProps) {
  const t = useTranslations("chat");
  const { projectId, canWrite, tools, editing, replying } = useChat();
  const bar = useRef<HTMLDivElement>(null);
  const [confirming, setConfirming] = useState(false);
  const [picking, setPicking] = useState(false);
  const [seeingReactors, setSeeingReactors] = useState(false);
  const [menuOpen, setMenuOpen] = useState(startsOpen);
  /** Where the focus goes when the menu closes: to its button, unless what was chosen takes it. */
  const next = useRef<() => HTMLElement | boolean>(toButton);
  const isDeleting = useRef(false);
  const hasReactions = message.reactions.length > 0;
  const isAnswer = message.role === "assistant";

  const copy = async (value: string, done: string) => void toast((await copyText(value)) ? { title: done, timeout: 2_000 } : { title: t("actions.copyFailed"), tone: "danger" });
  const copyContent = () => void copy(message.content, t("actions.copied"));
  const copyLink = () => void copy(new URL(paths.chat(projectId, message.sessionId, message.id), location.origin).href, t("actions.linkCopied"));
  const reply = () => {
    next.current = () => document.querySelector<HTMLElement>("[data-composer] textarea") ?? true;
    replying.set(message);
  };
  const pick = () => {
    next.current = toField;
    setPicking(true);
  };
  const seeReactors = () => {
    next.current = toField;
    setSeeingReactors(true);
  };
  const edit = () => {
    next.current = toField;
    editing.set(message.id);
  };
  const openMenu = (open: boolean) => {
    if (open) next.current = toButton;
    setMenuOpen(open);
  };
  const retry = () => onRetry(message.id);

  return (
    <div ref={bar} className="flex">
      {canWrite ? (
        <>
          <ReactionPicker open={picking} onOpenChange={setPicking} anchor={bar} onPick={(emoji) => tools.react(message, emoji)}>
            <IconButton size="sm" label={t("reactions.add")} className="coarse:hidden"><SmilePlus /></IconButton>
          </ReactionPicker>
          <IconButton size="sm" label={t("actions.reply")} onClick={reply} className="coarse:hidden"><CornerUpLeft className="rtl:-scale-x-100" /></IconButton>
        </>
      ) : null}
      {message.content === "" ? null : <IconButton size="sm" label={t("actions.copy")} onClick={copyContent} className="coarse:hidden"><Copy /></IconButton>}
      {rights.retry ? <IconButton size="sm" label={t("actions.retry")} onClick={retry} className="coarse:hidden"><RotateCcw /></IconButton> : null}
      {rights.edit ? <IconButton size="sm" label={t("actions.edit")} onClick={edit} className="coarse:hidden"><Pencil /></IconButton> : null}
      <Menu align="end" open={menuOpen} onOpenChange={openMenu} finalFocus={() => next.current()} trigger={<IconButton size="sm" autoFocus={startsOpen} label={t("actions.menu", { author })}><Ellipsis /></IconButton>}>
        {canWrite ? (
          <>
            <MenuItem icon={<SmilePlus />} onSelect={pick}>{t("reactions.add")}</MenuItem>
            <MenuItem icon={<CornerUpLeft className="rtl:-scale-x-100" />} onSelect={reply}>{t("actions.reply")}</MenuItem>
          </>
        ) : null}
        {message.content === "" ? null : <MenuItem icon={<Copy />} onSelect={copyContent}>{t("actions.copy")}</MenuItem>}
        <MenuItem icon={<Link2 />} onSelect={copyLink}>{t("actions.copyLink")}</MenuItem>
        {hasReactions ? <MenuItem icon={<Users />} onSelect={seeReactors}>{t("reactions.who")}</MenuItem> : null}
        {canWrite ? (
          <MenuItem icon={message.pinnedAt ? <PinOff /> : <Pin />} onSelect={() => tools.pin(message)}>{t(message.pinnedAt ? "actions.unpin" : "actions.pin")}</MenuItem>
        ) : null}
        {canWrite && !isAnswer && !tools.hasAnswer(message.id) ? <MenuItem icon={<Mark className="size-4" />} onSelect={() => tools.answer(message.id)}>{t("actions.ask")}</MenuItem> : null}
        {rights.retry ? <MenuItem icon={<RotateCcw />} onSelect={retry}>{t("actions.retry")}</MenuItem> : null}
        {rights.edit ? <MenuItem icon={<Pencil />} onSelect={edit}>{t("actions.edit")}</MenuItem> : null}
        {rights.remove ? (
          <>
            <MenuSeparator />
            <MenuItem icon={<Trash2 />} tone="danger" onSelect={() => setConfirming(true)}>{t("actions.delete")}</MenuItem>
          </>
        ) : null}
      </Menu>
      <Popover label={t("reactions.who")} side="top" align="end" anchor={bar} open={seeingReactors && hasReactions} onOpenChange={setSeeingReactors}>
        <ReactorsList message={message} />
      </Popover>
      {rights.remove ? (
        <ConfirmDialog
          open={confirming}
          onOpenChange={setConfirming}
          title={t("delete.title")}
          description={t("delete.text")}
          confirmLabel={t("delete.confirm")}
          busyLabel={t("delete.busy")}
          cancelLabel={t("cancel")}
          onConfirm={async () => {
            isDeleting.current = true;
            await onDelete(message.id);
          }}
          // With the message the menu goes; the note that it was deleted stays.
          finalFocus={() => (isDeleting.current ? document.getElementById(`m-${message.id}`) : null) ?? true}
        />
      ) : null}
    </div>
  );
}

const toButton = () => true;
/** It takes the focus by itself. */
const toField = () => false;
