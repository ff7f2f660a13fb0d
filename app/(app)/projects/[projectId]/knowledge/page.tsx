import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { getPageGrant } from "@/app/(app)/projects/[projectId]/grant";
import { DocumentsScreen } from "@/components/knowledge/documents-screen";
import { can } from "@/lib/access/permissions";
import { getPosition } from "@/lib/events/position";
import { paths } from "@/lib/http/paths";
import { listDocuments } from "@/lib/knowledge/documents";
import { uploadLimits } from "@/lib/knowledge/schemas";
import { getProject } from "@/lib/projects/projects";

type Props = { params: Promise<{ projectId: string }> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("knowledge"))("title") };
}

export default async function KnowledgePage({ params }: Props) {
  const { projectId } = await params;
  const by = await getPageGrant(projectId, "knowledge.read", paths.knowledge(projectId));
  const reader = await getPageGrant(projectId, "project.read", paths.knowledge(projectId));
  const position = await getPosition(by);
  const [project, page] = await Promise.all([getProject(reader), listDocuments(by, { limit: 50 })]);
  return <DocumentsScreen projectId={by.projectId} initial={page} initialSeq={position} canWrite={can(by.role, "knowledge.write") && project.status === "active"} limits={uploadLimits} />;
}
