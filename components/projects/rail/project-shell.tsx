"use client";

import { PanelLeft } from "lucide-react";
import { useTranslations } from "next-intl";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { useCallback, useMemo, useState, useSyncExternalStore, type ReactNode } from "react";
import { OpenConversation } from "@/components/projects/rail/open-conversation";
import { Rail, type RailProps } from "@/components/projects/rail/rail";
import { rememberRailWidth, railWidths } from "@/components/projects/rail/rail-width";
import type { SessionPage } from "@/components/projects/rail/session-lists";
import type { SessionStates } from "@/components/projects/rail/session-states";
import { ShellContext } from "@/components/projects/rail/shell-context";
import { useProcessing } from "@/components/projects/rail/use-processing";
import { useProjectChanges } from "@/components/projects/rail/use-project-changes";
import { useSessions } from "@/components/projects/rail/use-sessions";
import { PresenceProvider } from "@/components/realtime/use-presence";
import { useSearchPalette } from "@/components/search/use-search-palette";
import { IconButton } from "@/components/ui/icon-button";
import { ResizeHandle } from "@/components/ui/resize-handle";
import { Sheet } from "@/components/ui/sheet";
import { can } from "@/lib/access/permissions";
import { paths } from "@/lib/http/paths";
import type { SessionState } from "@/lib/chat/schemas";

type ProjectShellProps = Pick<RailProps, "project" | "projects" | "user"> & {
  /** The number of the last event that what is given here knows of. */
  position: number;
  sessions: SessionPage;
  sessionStates: SessionState[];
  processingIds: string[];
  railWidth: number;
  children: ReactNode;
};

/** The frame of a project's pages. The rail stands at the side, or comes as a sheet where there is no room. */
export function ProjectShell({ position, project, projects, user, sessions: first, sessionStates: firstStates, processingIds, railWidth, children }: ProjectShellProps) {
  const t = useTranslations("shell");
  const pathname = usePathname();
  const [width, setWidth] = useState(railWidth);
  const [sheet, setSheet] = useState({ open: false, pathname });
  // Going somewhere from the sheet closes it.
  if (sheet.open && sheet.pathname !== pathname) setSheet({ open: false, pathname });
  const sessions = useSessions({ projectId: project.id, userId: user.id, position, first, firstStates });
  const processing = useProcessing(project.id, position, processingIds);
  useProjectChanges(project.id, position, user.id);
  const search = useSearchPalette(project.id, sessions.active.items);
  const { open: openPalette } = search;
  const openSearch = useCallback<typeof openPalette>(
    (within) => {
      setSheet((known) => ({ ...known, open: false }));
      openPalette(within);
    },
    [openPalette],
  );
  const { actions, states } = sessions;
  const [conversation] = useState(() => new OpenConversation());
  const mayWrite = can(project.role, "chat.write") && project.status === "active";
  const shell = useMemo(
    () => ({ projectId: project.id, role: project.role, mayWrite, userId: user.id, actions, states, conversation, openSearch }),
    [project.id, project.role, mayWrite, user.id, actions, states, conversation, openSearch],
  );
  const rail = <Rail project={project} projects={projects} user={user} sessions={sessions} processing={processing} />;

  return (
    <ShellContext value={shell}>
      <PresenceProvider projectId={project.id} initialSeq={position}>
        <div className="flex h-dvh flex-col md:flex-row">
          <aside id="rail" aria-label={t("rail.label")} style={{ width }} className="shrink-0 bg-sunken max-md:hidden">{rail}</aside>
          <ResizeHandle
            label={t("rail.width")}
            controls="rail"
            side="end"
            value={width}
            min={railWidths.min}
            max={railWidths.max}
            initial={railWidths.initial}
            onChange={setWidth}
            onCommit={rememberRailWidth}
            className="max-md:hidden"
          />
          <header className="flex h-12 shrink-0 items-center gap-1 border-b border-line bg-sunken px-2 pt-[env(safe-area-inset-top)] md:hidden">
            <Sheet
              title={t("rail.label")}
              titleHidden
              closeLabel={t("close")}
              open={sheet.open}
              onOpenChange={(open) => setSheet({ open, pathname })}
              trigger={<IconButton label={t("rail.open")}><PanelLeft className="rtl:-scale-x-100" /><NewsDot states={states} projectId={project.id} /></IconButton>}
              className="bg-sunken"
            >
              {rail}
            </Sheet>
            <Link href={paths.chat(project.id)} dir="auto" title={project.name} className="min-w-0 truncate rounded-sm font-serif text-lg font-medium tracking-tight">{project.name}</Link>
          </header>
          <main id="content" tabIndex={-1} className="flex min-h-0 min-w-0 flex-1 flex-col outline-none">{children}</main>
        </div>
        {search.palette}
      </PresenceProvider>
    </ShellContext>
  );
}

/** Says that there is something unread in what the button opens. */
function NewsDot({ states, projectId }: { states: SessionStates; projectId: string }) {
  const pathname = usePathname();
  const hasNews = () => states.hasUnread(pathname.startsWith(`${paths.chat(projectId)}/`) ? (pathname.split("/").at(-1) ?? null) : null);
  const isShown = useSyncExternalStore(states.subscribe, hasNews, hasNews);
  return isShown ? <span aria-hidden className="absolute end-1.5 top-1.5 size-2 rounded-full bg-accent ring-2 ring-sunken" /> : null;
}
