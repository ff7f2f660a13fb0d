import { cookies } from "next/headers";
import { redirect } from "next/navigation";
import { getPageGrant } from "@/app/(app)/projects/[projectId]/grant";
import { digestCookie, fateOfDigest } from "@/components/digest/digest-cookie";
import { listSessions } from "@/lib/chat/sessions";
import { getDigest } from "@/lib/digest/digest";
import { paths } from "@/lib/http/paths";

type Props = { params: Promise<{ projectId: string }> };

/** A project's chat is its newest conversation, or the beginning of the first; after an absence, what happened meanwhile. */
export default async function ChatPage({ params }: Props): Promise<never> {
  const { projectId } = await params;
  const by = await getPageGrant(projectId, "chat.read", paths.chat(projectId));
  const [{ items: [newest] }, { since, items }, jar] = await Promise.all([listSessions(by, { limit: 1, archived: false }), getDigest(by), cookies()]);
  const isNews = since !== null && items.length > 0 && fateOfDigest(jar.get(digestCookie)?.value, since) === null;
  redirect(newest && !isNews ? paths.chat(by.projectId, newest.id) : paths.newChat(by.projectId));
}
