import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { cookies } from "next/headers";
import { getPageGrant } from "@/app/(app)/projects/[projectId]/grant";
import { whyNotWrite } from "@/app/(app)/projects/[projectId]/chat/why-not-write";
import { NewChat } from "@/components/chat/new-chat";
import { DigestCard } from "@/components/digest/digest-card";
import { digestCookie, fateOfDigest } from "@/components/digest/digest-cookie";
import { attachmentLimits } from "@/lib/chat/attachments/schemas";
import { maxMessageLength } from "@/lib/chat/schemas";
import { getDigest } from "@/lib/digest/digest";
import { paths } from "@/lib/http/paths";
import { listDocuments } from "@/lib/knowledge/documents";
import { getProject } from "@/lib/projects/projects";

type Props = { params: Promise<{ projectId: string }> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("chat"))("untitled") };
}

export default async function NewChatPage({ params }: Props) {
  const { projectId } = await params;
  const path = paths.newChat(projectId);
  const [by, reader, chat] = await Promise.all([getPageGrant(projectId, "knowledge.read", path), getPageGrant(projectId, "project.read", path), getPageGrant(projectId, "chat.read", path)]);
  const [project, documents, digest, jar] = await Promise.all([getProject(reader), listDocuments(by, { limit: 1 }), getDigest(chat), cookies()]);
  const { since } = digest;
  const isNews = since !== null && digest.items.length > 0 && fateOfDigest(jar.get(digestCookie)?.value, since) !== "dismissed";
  return (
    <>
      {isNews ? <DigestCard key={since} projectId={project.id} digest={digest} since={since} /> : null}
      <NewChat projectId={project.id} hasDocuments={documents.items.length > 0} bar={whyNotWrite(project)} limits={attachmentLimits} mostLength={maxMessageLength} />
    </>
  );
}
