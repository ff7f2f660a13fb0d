import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { cookies } from "next/headers";
import { notFound } from "next/navigation";
import { cache } from "react";
import { getPageGrant } from "@/app/(app)/projects/[projectId]/grant";
import { whyNotWrite } from "@/app/(app)/projects/[projectId]/chat/why-not-write";
import { ChatScreen } from "@/components/chat/chat-screen";
import { panelCookie, panelFromCookie } from "@/components/chat/panel-preference";
import { mostCounted } from "@/components/chat/pin-places";
import { can } from "@/lib/access/permissions";
import { attachmentLimits } from "@/lib/chat/attachments/schemas";
import { listBranches } from "@/lib/chat/branches";
import { listPinPlaces } from "@/lib/chat/pins";
import { maxMessageLength, sessionParams } from "@/lib/chat/schemas";
import { getSessionState } from "@/lib/chat/session-state";
import { getSession } from "@/lib/chat/sessions";
import { AppError } from "@/lib/core/problems";
import { getPosition } from "@/lib/events/position";
import { paths } from "@/lib/http/paths";
import { getProject } from "@/lib/projects/projects";
import { readFirstPage } from "./first-page";

type Props = { params: Promise<{ projectId: string; sessionId: string }>; searchParams: Promise<Record<string, string | string[] | undefined>> };

/** Most conversations have far fewer branches; the rest is read when it is needed. */
const mostBranches = 100;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { session } = await load((await params).projectId, (await params).sessionId);
  return { title: session.title || (await getTranslations("chat"))("untitled") };
}

export default async function SessionPage({ params, searchParams }: Props) {
  const { projectId, sessionId } = await params;
  const { message } = await searchParams;
  const target = typeof message === "string" ? message : undefined;
  const { by, position, session } = await load(projectId, sessionId);
  const reader = await getPageGrant(projectId, "project.read", paths.chat(projectId, sessionId));
  const firstPage = async () => {
    const state = await getSessionState(by, session.id);
    return { state, page: await readFirstPage(by, session, state, target) };
  };
  const [project, { state, page }, branches, pins, jar] = await Promise.all([
    getProject(reader),
    firstPage(),
    listBranches(by, session.id, { limit: mostBranches }),
    listPinPlaces(by, session.id, mostCounted + 1),
    cookies(),
  ]);
  return (
    <ChatScreen
      key={session.id}
      session={session}
      page={page}
      target={target?.toLowerCase() ?? null}
      state={state}
      branches={branches.items}
      pins={pins}
      initialSeq={position}
      userName={by.actor.name}
      bar={whyNotWrite(project)}
      canModerate={can(by.role, "chat.moderate")}
      panel={panelFromCookie(jar.get(panelCookie)?.value)}
      limits={attachmentLimits}
      mostLength={maxMessageLength}
    />
  );
}

/** Read once for the page and its title. The position comes before everything that is shown. */
const load = cache(async (projectId: string, sessionId: string) => {
  const by = await getPageGrant(projectId, "chat.read", paths.chat(projectId, sessionId));
  const named = sessionParams.safeParse({ projectId, sessionId });
  if (!named.success) notFound();
  const position = await getPosition(by);
  try {
    return { by, position, session: await getSession(by, named.data.sessionId) };
  } catch (error) {
    if (error instanceof AppError && error.code === "not-found") notFound();
    throw error;
  }
});
