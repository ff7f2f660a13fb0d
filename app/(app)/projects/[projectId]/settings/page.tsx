import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { getPageGrant } from "@/app/(app)/projects/[projectId]/grant";
import { archiveProject, deleteProject, restoreProject, saveProject } from "@/app/(app)/projects/[projectId]/settings/actions";
import { ImportSection } from "@/components/import/import-section";
import { ProjectEnd } from "@/components/projects/settings/project-end";
import { ProjectForm } from "@/components/projects/settings/project-form";
import { PageBody } from "@/components/shell/page-body";
import { Section } from "@/components/shell/section";
import { Banner } from "@/components/ui/banner";
import { can } from "@/lib/access/permissions";
import { listImports } from "@/lib/chat/import/imports";
import { mostImportBytes } from "@/lib/chat/import/schemas";
import { getPosition } from "@/lib/events/position";
import { paths } from "@/lib/http/paths";
import { getProject } from "@/lib/projects/projects";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("projects.settings"))("title") };
}

type Props = { params: Promise<{ projectId: string }> };

export default async function ProjectSettingsPage({ params }: Props) {
  const { projectId } = await params;
  const by = await getPageGrant(projectId, "project.read", paths.projectSettings(projectId));
  const chat = await getPageGrant(projectId, "chat.read", paths.projectSettings(projectId));
  const position = await getPosition(by);
  const [project, imports] = await Promise.all([getProject(by), listImports(chat, { limit: 10 })]);
  const [t, tImport] = await Promise.all([getTranslations("projects.settings"), getTranslations("import")]);
  const isActive = project.status === "active";
  const mayChange = can(by.role, "project.update") && isActive;
  return (
    <PageBody title={t("title")}>
      {mayChange ? null : <div className="mt-6"><Banner>{isActive ? t("readOnly") : t("archivedNotice")}</Banner></div>}
      <div className="mt-8 divide-y divide-line border-y border-line">
        <Section title={t("about")} text={t("aboutText")}><ProjectForm project={project} disabled={!mayChange} save={saveProject} /></Section>
        <Section id="import" title={tImport("title")} text={tImport("text")}>
          <ImportSection
            projectId={project.id}
            initialSeq={position}
            first={imports}
            bar={isActive ? (can(by.role, "chat.write") ? null : "viewer") : "archived"}
            mostBytes={mostImportBytes}
            userId={by.actor.id}
            canModerate={can(by.role, "chat.moderate")}
          />
        </Section>
        {can(by.role, "project.archive") || can(by.role, "project.delete") ? (
          <Section title={t("end")}>
            <ProjectEnd project={{ id: project.id, name: project.name, isActive }} actions={{ archive: archiveProject, restore: restoreProject, remove: deleteProject }} />
          </Section>
        ) : null}
      </div>
    </PageBody>
  );
}
