"use client";

import { Ellipsis, Pin, Search, SlidersHorizontal } from "lucide-react";
import { useTranslations } from "next-intl";
import { useId, useRef, useState, type ReactNode } from "react";
import { SessionMenu } from "@/components/projects/rail/session-menu";
import { useShell } from "@/components/projects/rail/shell-context";
import { usePeopleIn } from "@/components/realtime/use-presence";
import { Faces } from "@/components/shell/faces";
import { TitleField } from "@/components/shell/title-field";
import { Badge } from "@/components/ui/badge";
import { IconButton } from "@/components/ui/icon-button";
import { Tooltip } from "@/components/ui/tooltip";
import { useChat } from "./chat-context";
import { mostCounted, type PinPlace } from "./pin-places";
import { SessionPopover, type PopoverName } from "./session-popover";
import { usePinCount } from "./use-pin-count";
import type { SessionControl } from "./use-session";

type SessionHeaderProps = { control: SessionControl; pins: readonly PinPlace[]; initialSeq: number; canWrite: boolean; children?: ReactNode };

/** What is open below the header, and whether the menu opened it, which stands for the buttons where those have no room. */
type Opened = { what: PopoverName; byMenu: boolean };

/** Beside the icon of one and the same button: what is open below it keeps its place while the words come and go. */
const withWords = "w-auto gap-1.5 px-2 text-sm tabular-nums";

/** A conversation's title, which can be changed in its place, who is here, and what can be done with the whole of it. */
export function SessionHeader({ control, pins, initialSeq, canWrite, children }: SessionHeaderProps) {
  const t = useTranslations("conversation");
  const tRail = useTranslations("shell.rail");
  const { session, change } = control;
  const { openSearch } = useShell();
  const titleId = useId();
  const [renaming, setRenaming] = useState(false);
  const [opened, setOpened] = useState<Opened | null>(null);
  const tools = useRef<HTMLDivElement>(null);
  const menu = useRef<HTMLDivElement>(null);
  const pinCount = usePinCount(session, useChat().thread, pins, initialSeq);
  const shownCount = pinCount > mostCounted ? `${mostCounted}+` : pinCount;
  const pinsLabel = pinCount === 0 ? t("pins.open") : t("pins.openCount", { count: shownCount });
  const mode = session.assistantMode === "always" ? null : t(`assistant.short.${session.assistantMode}`);
  const title = session.title || tRail("untitled");
  const popover = (what: PopoverName) => ({
    what,
    control,
    initialSeq,
    canWrite,
    open: opened?.what === what,
    onOpenChange: (open: boolean) => setOpened((now) => (open ? { what, byMenu: false } : now?.what === what ? null : now)),
    ...(opened?.byMenu ? { anchor: menu } : {}),
  });

  return (
    <header className="@container flex h-12 shrink-0 items-center gap-1.5 border-b border-line ps-3 pe-2 sm:ps-5">
      {renaming ? (
        <h1 className="min-w-0 flex-1">
          <TitleField
            title={session.title}
            label={t("title")}
            returnTo={titleId}
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
            <button id={titleId} type="button" onClick={() => setRenaming(true)} title={title} dir="auto" className="-mx-2 min-w-0 truncate rounded-sm px-2 py-1 text-start font-semibold hover:bg-hover">{title}</button>
          ) : (
            <span className="min-w-0 truncate font-semibold" title={title} dir="auto">{title}</span>
          )}
          {session.archived ? <Badge>{t("archived")}</Badge> : null}
        </h1>
      )}
      <HereNow sessionId={session.id} />
      {/* Where there is no room for them, the menu has them. */}
      <div ref={tools} className="hidden items-center gap-0.5 @md:flex">
        <SessionPopover
          {...popover("assistant")}
          trigger={<IconButton label={mode ? t("assistant.openIn", { mode }) : t("assistant.open")} className={mode ? withWords : undefined}><SlidersHorizontal />{mode}</IconButton>}
        />
        <SessionPopover
          {...popover("pins")}
          trigger={<IconButton label={pinsLabel} className={pinCount > 0 ? withWords : undefined}><Pin />{pinCount > 0 ? shownCount : null}</IconButton>}
        />
        <IconButton label={t("search")} onClick={() => openSearch({ sessionId: session.id, title })}><Search /></IconButton>
      </div>
      <div ref={menu}>
        <SessionMenu
          session={session}
          align="end"
          onRename={() => setRenaming(true)}
          onArchive={(archived) => void change({ archived })}
          first={({ Item, Separator }) =>
            tools.current?.offsetWidth ? null : (
              <>
                <Item icon={<SlidersHorizontal />} onSelect={() => setOpened({ what: "assistant", byMenu: true })}>{mode ? t("assistant.menuIn", { mode }) : t("assistant.open")}</Item>
                <Item icon={<Pin />} onSelect={() => setOpened({ what: "pins", byMenu: true })}>{pinsLabel}</Item>
                <Separator />
              </>
            )
          }
          trigger={<IconButton label={t("menu")}><Ellipsis /></IconButton>}
        />
      </div>
      {children}
    </header>
  );
}

/** Who else has this conversation open. */
function HereNow({ sessionId }: { sessionId: string }) {
  const t = useTranslations("conversation");
  const { userId } = useShell();
  const others = usePeopleIn(sessionId).filter((person) => person.userId !== userId);
  const label = t("here", { names: others.map(({ name }) => name).join(", ") });
  return (
    <Tooltip content={label}>
      <span className="flex shrink-0 empty:hidden"><Faces people={others} most={4} label={label} size="sm" className="mx-1" /></span>
    </Tooltip>
  );
}
