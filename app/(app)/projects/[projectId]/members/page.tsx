import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { getPageGrant } from "@/app/(app)/projects/[projectId]/grant";
import { changeRole, inviteMember, removeFromProject, resendInvitation, revokeInvitation } from "@/app/(app)/projects/[projectId]/members/actions";
import { MembersView } from "@/components/members/members-view";
import { PageBody } from "@/components/shell/page-body";
import { can } from "@/lib/access/permissions";
import { listSessions } from "@/lib/chat/sessions";
import { listInvitations } from "@/lib/collaboration/invitations";
import { listCollaborators } from "@/lib/collaboration/members";
import { getPosition } from "@/lib/events/position";
import { paths } from "@/lib/http/paths";
import { getProject } from "@/lib/projects/projects";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("members"))("title") };
}

type Props = { params: Promise<{ projectId: string }> };

export default async function MembersPage({ params }: Props) {
  const { projectId } = await params;
  const by = await getPageGrant(projectId, "member.read", paths.members(projectId));
  const reader = await getPageGrant(projectId, "project.read", paths.members(projectId));
  const chat = await getPageGrant(projectId, "chat.read", paths.members(projectId));
  const position = await getPosition(by);
  const mayManage = can(by.role, "member.manage");
  const [project, members, sessions, invitations] = await Promise.all([
    getProject(reader),
    listCollaborators(by, { limit: 100 }),
    listSessions(chat, { limit: 100, archived: false }),
    mayManage ? listInvitations(by, { limit: 100 }) : null,
  ]);
  const t = await getTranslations("members");
  return (
    <PageBody title={t("title")} aside={members.nextCursor ? null : t("count", { count: members.items.length })}>
      <MembersView
        project={{ id: project.id, name: project.name, isActive: project.status === "active" }}
        position={position}
        mayManage={mayManage}
        members={members}
        sessions={sessions.items.map(({ id, title }) => ({ id, title }))}
        invitations={invitations?.items.filter(({ status }) => status === "pending" || status === "expired") ?? []}
        actions={{ invite: inviteMember, changeRole, remove: removeFromProject, resend: resendInvitation, revoke: revokeInvitation }}
      />
    </PageBody>
  );
}
