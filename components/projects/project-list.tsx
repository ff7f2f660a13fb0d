"use client";

import { useTranslations } from "next-intl";
import { ProjectRow } from "@/components/projects/project-row";
import { definedOnly, type Filters } from "@/components/projects/project-filters";
import { LoadMore } from "@/components/shell/load-more";
import { usePages } from "@/components/shell/use-pages";
import { ButtonLink } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { apiClient } from "@/lib/http/client";
import { api, paths } from "@/lib/http/paths";
import type { Project } from "@/lib/projects/schemas";

type Page = { items: Project[]; nextCursor: string | null };

/** The projects that fit, one page after another. */
export function ProjectList({ filters, first }: { filters: Filters; first: Page }) {
  const t = useTranslations("projects");
  const status = filters.status === "all" ? undefined : (filters.status ?? "active");
  const pages = usePages(first, first.items.map(({ id, version }) => `${id} ${version}`).join(), (cursor) => apiClient.get<Page>(api.projects({ ...definedOnly({ ...filters, status }), cursor, limit: 30 })));
  if (pages.items.length === 0) {
    return (
      <EmptyState title={t("none.title")} description={t("none.description")}>
        <ButtonLink href={paths.projects()}>{t("filters.clear")}</ButtonLink>
      </EmptyState>
    );
  }
  return (
    <>
      <ul className="-mx-3 mt-5 border-t border-line">
        {pages.items.map((project) => (
          <ProjectRow key={project.id} project={project} filters={filters} />
        ))}
      </ul>
      <LoadMore {...pages} />
    </>
  );
}
