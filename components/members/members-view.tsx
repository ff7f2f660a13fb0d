"use client";

import { useTranslations } from "next-intl";
import { useRouter } from "next/navigation";
import { InviteForm } from "@/components/members/invite-form";
import type { MemberActions } from "@/components/members/member-actions";
import { MemberRow } from "@/components/members/member-row";
import { PendingInvitations } from "@/components/members/pending-invitations";
import { useProjectEvents, useUserId } from "@/components/realtime/provider";
import { usePresence } from "@/components/realtime/use-presence";
import { LoadMore } from "@/components/shell/load-more";
import { usePages } from "@/components/shell/use-pages";
import type { Collaborator, Invitation } from "@/lib/collaboration/schemas";
import { apiClient } from "@/lib/http/client";
import { api } from "@/lib/http/paths";

type Page = { items: Collaborator[]; nextCursor: string | null };
export type ShownProject = { id: string; name: string; isActive: boolean };

type MembersViewProps = {
  project: ShownProject;
  position: number;
  mayManage: boolean;
  members: Page;
  /** Conversations by name, to say where people are. */
  sessions: readonly { id: string; title: string }[];
  invitations: Invitation[];
  actions: MemberActions;
};

/** Who is in the project, who is asked to join, and how to ask. What others change appears at once. */
export function MembersView({ project, position, mayManage, members, sessions, invitations, actions }: MembersViewProps) {
  const t = useTranslations("members");
  const router = useRouter();
  const userId = useUserId();
  const present = usePresence();
  const refresh = (): void => router.refresh();
  useProjectEvents(project.id, position, {
    onEvent: ({ name }) => {
      if (name.startsWith("member:") || name.startsWith("invitation:")) refresh();
    },
    onReset: refresh,
  });
  const read = (cursor: string) => apiClient.get<Page>(api.collaborators(project.id, { cursor, limit: 100 }));
  const pages = usePages(withId(members), position, async (cursor) => withId(await read(cursor)));
  const mayChange = mayManage && project.isActive;
  return (
    <>
      {mayChange ? <InviteForm projectId={project.id} invite={actions.invite} /> : null}
      <ul className="mt-8 border-t border-line">
        {pages.items.map(({ id: _id, ...member }) => (
          <MemberRow
            key={member.userId}
            member={member}
            present={present.find((person) => person.userId === member.userId) ?? null}
            sessions={sessions}
            isSelf={member.userId === userId}
            project={project}
            mayManage={mayChange}
            actions={actions}
          />
        ))}
      </ul>
      <LoadMore {...pages} />
      {members.items.length === 1 && invitations.length === 0 && mayChange ? <p className="mt-4 text-subtle">{t("alone")}</p> : null}
      {invitations.length > 0 ? <PendingInvitations projectId={project.id} invitations={invitations} mayManage={mayChange} actions={actions} /> : null}
    </>
  );
}

/** Lists are told apart by `id`; a member's is the person's. */
const withId = (page: Page) => ({ ...page, items: page.items.map((member) => ({ ...member, id: member.userId })) });
