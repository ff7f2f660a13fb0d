import type { Metadata } from "next";
import { cookies, headers } from "next/headers";
import type { ReactNode } from "react";
import { findPageGrant, getPageGrant } from "@/app/(app)/projects/[projectId]/grant";
import { ProjectShell } from "@/components/projects/rail/project-shell";
import { join } from "@/components/projects/rail/session-lists";
import { railCookie, railWidthFrom } from "@/components/projects/rail/rail-width";
import { listSessionStates } from "@/lib/chat/session-state";
import { listSessions } from "@/lib/chat/sessions";
import { getPosition } from "@/lib/events/position";
import { paths } from "@/lib/http/paths";
import { listDocuments } from "@/lib/knowledge/documents";
import { getProject, listProjects } from "@/lib/projects/projects";

type Props = { params: Promise<{ projectId: string }>; children: ReactNode };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { projectId } = await params;
  const by = await findPageGrant(projectId, "project.read", await shownPath(projectId));
  // Where nothing is shown, the title is that of the page which says so.
  if (!by) return {};
  const { name } = await getProject(by);
  return { title: { default: name, template: `%s · ${name}` } };
}

/** A project: the rail at the side, and the page in focus. */
export default async function ProjectLayout({ params, children }: Props) {
  const { projectId } = await params;
  const path = await shownPath(projectId);
  const by = await getPageGrant(projectId, "project.read", path);
  const position = await getPosition(by);
  const [chat, knowledge] = await Promise.all([getPageGrant(projectId, "chat.read", path), getPageGrant(projectId, "knowledge.read", path)]);
  const [project, projects, sessions, states, pinned, queued, processing] = await Promise.all([
    getProject(by),
    listProjects(by.actor, { status: "active", sort: "-updated", limit: 9 }),
    listSessions(chat, { limit: 40, archived: false }),
    listSessionStates(chat, { limit: 100 }),
    listSessions(chat, { limit: 100, archived: false, pinned: true }),
    listDocuments(knowledge, { status: "queued", limit: 100 }),
    listDocuments(knowledge, { status: "processing", limit: 100 }),
  ]);
  return (
    <ProjectShell
      key={project.id}
      position={position}
      project={{ id: project.id, name: project.name, status: project.status, role: project.role }}
      projects={projects.items.map(({ id, name }) => ({ id, name }))}
      sessions={join(sessions, { items: pinned.items, nextCursor: sessions.nextCursor })}
      sessionStates={states.items}
      processingIds={[...queued.items, ...processing.items].map(({ id }) => id)}
      user={{ id: by.actor.id, name: by.actor.name, email: by.actor.email }}
      railWidth={railWidthFrom((await cookies()).get(railCookie)?.value)}
    >
      {children}
    </ProjectShell>
  );
}

/** The address of the page inside, which a layout isn't told otherwise. */
const shownPath = async (projectId: string): Promise<string> => (await headers()).get("x-path") ?? paths.project(projectId);
