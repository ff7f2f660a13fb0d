"use client";

import { useTranslations } from "next-intl";
import Link from "next/link";
import { projectTypes } from "@/components/projects/project-types";
import { definedOnly, type Filters } from "@/components/projects/project-filters";
import { Badge } from "@/components/ui/badge";
import { Time } from "@/components/ui/time";
import { roles } from "@/lib/access/permissions";
import { paths } from "@/lib/http/paths";
import type { Project } from "@/lib/projects/schemas";

const mostTags = 3;

/** One project: the whole row leads into it, its tags narrow the list. */
export function ProjectRow({ project, filters }: { project: Project; filters: Filters }) {
  const t = useTranslations("projects");
  const role = roles.find((one) => one === project.role);
  const more = project.tags.length - mostTags;
  return (
    <li className="relative grid grid-cols-[minmax(0,1fr)_auto] items-baseline gap-x-6 gap-y-0.5 border-b border-line px-3 py-3.5 hover:bg-hover/60 has-[a:first-child:focus-visible]:bg-hover/60">
      <h2 className="flex min-w-0 items-baseline gap-2">
        <Link
          href={paths.project(project.id)}
          title={project.name}
          className="truncate rounded-sm font-serif text-lg font-medium tracking-tight after:absolute after:inset-0 after:content-['']"
        >
          <bdi>{project.name}</bdi>
        </Link>
        {project.status === "archived" ? <Badge className="self-center">{t("archivedBadge")}</Badge> : null}
      </h2>
      <span className="text-end text-sm whitespace-nowrap text-faint">
        <Time value={project.updatedAt} />
      </span>
      <p className="min-w-0 truncate text-subtle" title={project.description || undefined}>
        <bdi>{project.description || (isKnownType(project.type) ? t(`types.${project.type}`) : project.type)}</bdi>
      </p>
      <span className="text-end text-sm text-faint">{role ? t(`roles.${role}`) : project.role}</span>
      {project.tags.length > 0 ? (
        <p className="relative col-span-2 mt-1 flex w-fit flex-wrap gap-1.5">
          {project.tags.slice(0, mostTags).map((tag) => (
            <Link
              key={tag}
              href={paths.projects(definedOnly({ ...filters, tag }))}
              aria-label={t("tagFilter", { tag })}
              className="hit inline-flex h-5 max-w-40 items-center rounded-sm border border-line bg-paper px-1.5 text-xs text-subtle hover:border-line-strong hover:text-ink"
            >
              <span className="truncate" dir="auto">{tag}</span>
            </Link>
          ))}
          {more > 0 ? <span className="text-xs/5 text-faint" title={project.tags.slice(mostTags).join(", ")}>{t("moreTags", { count: more })}</span> : null}
        </p>
      ) : null}
    </li>
  );
}

/** A type of a later version has no words here and shows by its name. */
const isKnownType = (type: string): type is (typeof projectTypes)[number] => projectTypes.some((known) => known === type);
