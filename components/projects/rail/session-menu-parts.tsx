import { Archive, ArchiveRestore, Braces, FileText, FileType, Link2, Pencil, Pin, PinOff, Search, Trash2 } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { useRowState, useShell } from "@/components/projects/rail/shell-context";
import type { Opener } from "@/components/ui/deferred-popup";
import { Group, Item, LinkItem, Root, Separator } from "@/components/ui/menu-parts";
import { can } from "@/lib/access/permissions";
import type { ChatSession } from "@/lib/chat/schemas";
import { api } from "@/lib/http/paths";

export type SessionMenuProps = {
  session: ChatSession;
  onRename: () => void;
  /** Archives it or brings it back. */
  onArchive: (archived: boolean) => void;
  align?: "start" | "end";
  /** What else there is, above everything: drawn when the menu is open. */
  first?: (parts: { Item: typeof Item; Separator: typeof Separator }) => ReactNode;
};

/** The rows of a conversation's menu. `session-menu.tsx` is what to import. */
export function SessionMenuParts({ session, onRename, onArchive, align = "start", first, opener }: SessionMenuProps & { opener: Opener | null }) {
  const t = useTranslations("shell");
  const { projectId, role, mayWrite, userId, actions, openSearch } = useShell();
  const { pinned } = useRowState(session.id);
  const mayDelete = mayWrite && (session.userId === userId || can(role, "chat.moderate"));
  const download = (format: string) => ({ href: api.sessionExport(projectId, session.id, { format }), download: true, prefetch: false });
  return (
    <Root opener={opener} align={align} className="min-w-52">
      {first?.({ Item, Separator })}
      <Item icon={pinned ? <PinOff /> : <Pin />} onSelect={() => void actions.setPinned(session, !pinned)}>{t(pinned ? "conversation.unpin" : "conversation.pin")}</Item>
      {mayWrite ? <Item icon={<Pencil />} onSelect={onRename}>{t("conversation.rename")}</Item> : null}
      <Item icon={<Link2 />} onSelect={() => void actions.copyLink(session)}>{t("conversation.copyLink")}</Item>
      <Item icon={<Search />} onSelect={() => openSearch({ sessionId: session.id, title: session.title || t("rail.untitled") })}>{t("conversation.search")}</Item>
      <Separator />
      <Group label={t("conversation.export")}>
        <LinkItem icon={<FileText />} {...download("markdown")}>Markdown</LinkItem>
        <LinkItem icon={<Braces />} {...download("json")}>JSON</LinkItem>
        <LinkItem icon={<FileType />} {...download("pdf")}>PDF</LinkItem>
      </Group>
      {mayWrite ? (
        <>
          <Separator />
          <Item icon={session.archived ? <ArchiveRestore /> : <Archive />} onSelect={() => onArchive(!session.archived)}>{t(session.archived ? "conversation.restore" : "conversation.archive")}</Item>
        </>
      ) : null}
      {mayDelete ? <Item icon={<Trash2 />} tone="danger" onSelect={() => void actions.remove(session)}>{t("conversation.delete")}</Item> : null}
    </Root>
  );
}
