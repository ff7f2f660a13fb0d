import type { Metadata } from "next";
import { cookies } from "next/headers";
import { notFound } from "next/navigation";
import { cache } from "react";
import { z } from "zod";
import { getPageGrant } from "@/app/(app)/projects/[projectId]/grant";
import { panelCookie, panelFromCookie } from "@/components/chat/panel-preference";
import { DocumentScreen } from "@/components/knowledge/document-screen";
import { can } from "@/lib/access/permissions";
import { listCollaborators } from "@/lib/collaboration/members";
import { AppError } from "@/lib/core/problems";
import { getPosition } from "@/lib/events/position";
import { paths } from "@/lib/http/paths";
import { getDocument, listDocumentPages } from "@/lib/knowledge/documents";
import { documentParams } from "@/lib/knowledge/schemas";
import { getProject } from "@/lib/projects/projects";

type Props = { params: Promise<{ projectId: string; documentId: string }>; searchParams: Promise<Record<string, string | string[] | undefined>> };

/** The cited passage: a page and character offsets in it. */
const passageQuery = z.object({ page: z.coerce.number().int().min(1), start: z.coerce.number().int().min(0), end: z.coerce.number().int().min(1) });

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: (await load((await params).projectId, (await params).documentId)).document.title };
}

export default async function DocumentPage({ params, searchParams }: Props) {
  const { projectId, documentId } = await params;
  const { by, position, document } = await load(projectId, documentId);
  const path = paths.document(projectId, documentId);
  const [reader, memberReader] = await Promise.all([getPageGrant(projectId, "project.read", path), getPageGrant(projectId, "member.read", path)]);
  // An address that names no passage shows the document from its beginning.
  const asked = passageQuery.safeParse(await searchParams);
  const passage = asked.success && asked.data.page <= (document.pageCount ?? 1) ? asked.data : null;
  const from = Math.max(1, (passage?.page ?? 1) - 1);
  const [project, pages, members, jar] = await Promise.all([getProject(reader), listDocumentPages(by, document.id, { from, limit: 5 }), listCollaborators(memberReader, { limit: 100 }), cookies()]);
  return (
    <DocumentScreen
      key={document.id}
      projectId={by.projectId}
      document={document}
      initialSeq={position}
      pages={document.status === "ready" ? pages.items : []}
      passage={passage}
      addedBy={members.items.find(({ userId }) => userId === document.userId)?.name ?? null}
      canWrite={can(by.role, "knowledge.write") && project.status === "active"}
      panel={panelFromCookie(jar.get(panelCookie)?.value)}
    />
  );
}

/** Read once for the page and its title. The position comes before everything that is shown. */
const load = cache(async (projectId: string, documentId: string) => {
  const by = await getPageGrant(projectId, "knowledge.read", paths.document(projectId, documentId));
  const named = documentParams.safeParse({ projectId, documentId });
  if (!named.success) notFound();
  const position = await getPosition(by);
  try {
    return { by, position, document: await getDocument(by, named.data.documentId) };
  } catch (error) {
    if (error instanceof AppError && error.code === "not-found") notFound();
    throw error;
  }
});
