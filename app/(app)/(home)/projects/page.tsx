import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { createProject } from "@/app/(app)/(home)/projects/actions";
import { CreateProject } from "@/components/projects/create-project";
import { ProjectFilters, type Filters } from "@/components/projects/project-filters";
import { ProjectList } from "@/components/projects/project-list";
import { EmptyState } from "@/components/ui/empty-state";
import { Mark } from "@/components/ui/mark";
import { getPageActor } from "@/lib/auth/page-session";
import { paths } from "@/lib/http/paths";
import { listProjects } from "@/lib/projects/projects";
import { listProjectsQuery } from "@/lib/projects/schemas";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("projects"))("title") };
}

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function ProjectsPage({ searchParams }: Props) {
  const actor = await getPageActor(paths.projects());
  const t = await getTranslations("projects");
  const filters = filtersOf(await searchParams);
  const query = listProjectsQuery.parse({ ...given(filters), status: filters.status === "all" ? undefined : (filters.status ?? "active"), limit: pageSize });
  const page = await listProjects(actor, query);
  const isNarrowed = Object.keys(given(filters)).some((name) => name !== "sort");
  // Someone whose projects are all archived isn't new here.
  const isNew = !isNarrowed && page.items.length === 0 && (await listProjects(actor, listProjectsQuery.parse({ limit: 1 }))).items.length === 0;
  if (isNew) {
    return (
      <EmptyState className="max-w-md py-20" icon={<Mark className="size-10 stroke-current text-accent" />} title={t("empty.title")} description={t("empty.description")}>
        <CreateProject create={createProject} />
      </EmptyState>
    );
  }
  return (
    <>
      <div className="flex items-end justify-between gap-4">
        <h1 className="title-page">{t("title")}</h1>
        <CreateProject create={createProject} />
      </div>
      <ProjectFilters filters={filters} />
      <ProjectList key={JSON.stringify(filters)} filters={filters} first={page} />
    </>
  );
}

const pageSize = 30;

/** Only what the list knows; a mistyped value counts as none. */
function filtersOf(search: Record<string, string | string[] | undefined>): Filters {
  const text = (name: string): string | undefined => {
    const value = search[name];
    return typeof value === "string" && value.trim() !== "" ? value.trim() : undefined;
  };
  const valid = listProjectsQuery.safeParse({ q: text("q"), tag: text("tag"), role: text("role"), sort: text("sort") });
  const status = text("status");
  return {
    status: status === "archived" || status === "all" ? status : undefined,
    ...(valid.success ? { q: text("q"), tag: text("tag"), role: text("role"), sort: text("sort") } : {}),
  };
}

/** Without what isn't set. */
const given = (filters: Filters): Filters => Object.fromEntries(Object.entries(filters).filter(([, value]) => value !== undefined));
