"use client";

import { Check, ChevronsUpDown, LayoutGrid } from "lucide-react";
import { useTranslations } from "next-intl";
import { Menu, MenuGroup, MenuLink, MenuSeparator } from "@/components/ui/menu";
import { Mark } from "@/components/ui/mark";
import { paths } from "@/lib/http/paths";

export type NamedProject = { id: string; name: string };

/** The project's name, and the way to the others. */
export function ProjectSwitcher({ project, projects }: { project: NamedProject; projects: NamedProject[] }) {
  const t = useTranslations("shell.rail");
  return (
    <Menu
      className="min-w-60"
      trigger={
        <button type="button" aria-label={t("switch", { name: project.name })} title={project.name} className="flex h-10 w-full min-w-0 items-center gap-2.5 rounded-md px-2.5 text-start hover:bg-hover data-popup-open:bg-hover">
          <Mark className="size-4.5" />
          <span className="min-w-0 flex-1 truncate font-serif text-lg font-medium tracking-tight" dir="auto">{project.name}</span>
          <ChevronsUpDown aria-hidden className="size-3.5 shrink-0 text-faint" />
        </button>
      }
    >
      <MenuGroup label={t("projects")}>
        {projects.map(({ id, name }) => (
          <MenuLink key={id} href={paths.chat(id)} icon={id === project.id ? <Check /> : <span className="block size-4" />}>{name}</MenuLink>
        ))}
      </MenuGroup>
      <MenuSeparator />
      <MenuLink href={paths.projects()} icon={<LayoutGrid />}>{t("allProjects")}</MenuLink>
    </Menu>
  );
}
