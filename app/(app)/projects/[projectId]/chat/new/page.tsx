import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { getPageGrant } from "@/app/(app)/projects/[projectId]/grant";
import { whyNotWrite } from "@/app/(app)/projects/[projectId]/chat/why-not-write";
import { NewChat } from "@/components/chat/new-chat";
import { mostMessageLength } from "@/lib/chat/schemas";
import { paths } from "@/lib/http/paths";
import { listDocuments } from "@/lib/knowledge/documents";
import { uploadLimits } from "@/lib/knowledge/schemas";
import { getProject } from "@/lib/projects/projects";

type Props = { params: Promise<{ projectId: string }> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("chat"))("untitled") };
}

export default async function NewChatPage({ params }: Props) {
  const { projectId } = await params;
  const path = paths.newChat(projectId);
  const [by, reader] = await Promise.all([getPageGrant(projectId, "knowledge.read", path), getPageGrant(projectId, "project.read", path)]);
  const [project, documents] = await Promise.all([getProject(reader), listDocuments(by, { limit: 1 })]);
  return <NewChat projectId={project.id} hasDocuments={documents.items.length > 0} bar={whyNotWrite(project)} limits={uploadLimits} mostLength={mostMessageLength} />;
}
