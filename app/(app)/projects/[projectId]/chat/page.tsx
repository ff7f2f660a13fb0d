import { redirect } from "next/navigation";
import { getPageGrant } from "@/app/(app)/projects/[projectId]/grant";
import { listSessions } from "@/lib/chat/sessions";
import { paths } from "@/lib/http/paths";

type Props = { params: Promise<{ projectId: string }> };

/** A project's chat is its newest conversation, or the beginning of the first. */
export default async function ChatPage({ params }: Props): Promise<never> {
  const { projectId } = await params;
  const by = await getPageGrant(projectId, "chat.read", paths.chat(projectId));
  const [newest] = (await listSessions(by, { limit: 1, archived: false })).items;
  redirect(newest ? paths.chat(by.projectId, newest.id) : paths.newChat(by.projectId));
}
