"use client";

import { Activity, FileText, Search, Settings2, SquarePen, Users } from "lucide-react";
import { useTranslations } from "next-intl";
import Link from "next/link";
import { usePathname } from "next/navigation";
import type { ReactNode } from "react";
import { ConnectionLine } from "@/components/projects/rail/connection-line";
import { ProjectSwitcher, type NamedProject } from "@/components/projects/rail/project-switcher";
import { SessionList } from "@/components/projects/rail/session-list";
import { useShell } from "@/components/projects/rail/shell-context";
import type { Sessions } from "@/components/projects/rail/use-sessions";
import { UserMenu } from "@/components/shell/user-menu";
import { ButtonLink } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { Kbd } from "@/components/ui/kbd";
import { paths } from "@/lib/http/paths";

export type RailProps = {
  project: NamedProject & { status: "active" | "archived"; role: string };
  projects: NamedProject[];
  user: { id: string; name: string; email: string };
  sessions: Sessions;
  /** How many documents are being read. */
  processing: number;
};

/** What a project holds: conversations, documents, people, and how things stand with the server. */
export function Rail({ project, projects, user, sessions, processing }: RailProps) {
  const t = useTranslations("shell.rail");
  const { mayWrite, openSearch } = useShell();
  return (
    <div className="flex h-full min-h-0 flex-col">
      <div className="px-2 pt-2 max-md:pe-12">
        <ProjectSwitcher project={project} projects={projects} />
      </div>
      <nav aria-label={t("label")} className="grid gap-px px-2 pt-2">
        {mayWrite ? (
          <ButtonLink href={paths.newChat(project.id)} icon={<SquarePen />} className="mb-2 justify-start px-2.5">{t("newChat")}</ButtonLink>
        ) : null}
        <button type="button" onClick={() => openSearch()} aria-keyshortcuts="Meta+K Control+K" className={placeClass}>
          <span aria-hidden className="shrink-0"><Search /></span>
          <span className="min-w-0 flex-1 truncate text-start">{t("search")}</span>
          <span aria-hidden className="shrink-0 coarse:hidden"><Kbd keys="mod+k" /></span>
        </button>
        <Place href={paths.knowledge(project.id)} icon={<FileText />} note={processing > 0 ? t("processing", { count: processing }) : null}>{t("documents")}</Place>
        <Place href={paths.members(project.id)} icon={<Users />}>{t("people")}</Place>
        <Place href={paths.activity(project.id)} icon={<Activity />}>{t("activity")}</Place>
        <Place href={paths.projectSettings(project.id)} icon={<Settings2 />} note={project.status === "archived" ? t("archived") : null}>{t("settings")}</Place>
      </nav>
      <SessionList sessions={sessions} />
      <div className="border-t border-line px-2 pt-1.5 pb-2">
        <ConnectionLine />
        <UserMenu {...user} />
      </div>
    </div>
  );
}

const placeClass = "flex h-row items-center gap-2.5 rounded-md px-2.5 text-subtle hover:bg-hover hover:text-ink [&_svg]:size-4";

/** A link of the rail, marked where one is. */
function Place({ href, icon, note, children }: { href: string; icon: ReactNode; note?: string | null; children: ReactNode }) {
  const pathname = usePathname();
  const isHere = pathname === href || pathname.startsWith(`${href}/`);
  return (
    <Link
      href={href}
      aria-current={isHere ? "page" : undefined}
      className={cn(placeClass, isHere && "bg-selected font-medium text-ink hover:bg-selected")}
    >
      <span aria-hidden className="shrink-0">{icon}</span>
      <span className="min-w-0 flex-1 truncate">{children}</span>
      {note ? <span role="status" className="shrink-0 text-xs font-normal text-faint">{note}</span> : null}
    </Link>
  );
}
