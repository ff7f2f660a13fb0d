"use client";

import { Ellipsis, Link2, Mail, X } from "lucide-react";
import { useTranslations } from "next-intl";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { InviteLink } from "@/components/members/invite-link";
import type { MemberActions } from "@/components/members/member-actions";
import { useRoles } from "@/components/members/use-roles";
import { useProblem } from "@/components/shell/use-problem";
import { Badge } from "@/components/ui/badge";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { IconButton } from "@/components/ui/icon-button";
import { Menu, MenuItem, MenuSeparator } from "@/components/ui/menu";
import { Time } from "@/components/ui/time";
import { toast } from "@/components/ui/toaster";
import type { Invitation, NewInvitation } from "@/lib/collaboration/schemas";

type PendingInvitationsProps = { projectId: string; invitations: Invitation[]; mayManage: boolean; actions: MemberActions };

/** Who was asked and hasn't answered. */
export function PendingInvitations({ projectId, invitations, mayManage, actions }: PendingInvitationsProps) {
  const t = useTranslations("members.pending");
  const [renewed, setRenewed] = useState<NewInvitation | null>(null);
  return (
    <section aria-labelledby="pending-title" className="mt-10">
      <h2 id="pending-title" className="title-section">{t("title")}</h2>
      {renewed ? <InviteLink key={renewed.acceptUrl} invitation={renewed} onDone={() => setRenewed(null)} /> : null}
      <ul className="mt-3 border-t border-line">
        {invitations.map((invitation) => (
          <PendingRow key={invitation.id} projectId={projectId} invitation={invitation} mayManage={mayManage} actions={actions} onRenewed={setRenewed} />
        ))}
      </ul>
    </section>
  );
}

type PendingRowProps = Omit<PendingInvitationsProps, "invitations"> & { invitation: Invitation; onRenewed: (invitation: NewInvitation) => void };

function PendingRow({ projectId, invitation, mayManage, actions, onRenewed }: PendingRowProps) {
  const t = useTranslations("members.pending");
  const tShell = useTranslations("shell");
  const problem = useProblem();
  const router = useRouter();
  const roles = useRoles();
  const [isAsking, setAsking] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const params = { projectId, invitationId: invitation.id };

  async function resend(): Promise<void> {
    const result = await problem.outcome(actions.resend({ params }));
    if (result.ok) onRenewed(result.value);
    else toast({ title: result.text, tone: "danger" });
    if (result.ok || result.problem) router.refresh();
  }

  async function revoke(): Promise<boolean> {
    setError(null);
    const result = await problem.outcome(actions.revoke({ params }));
    if (!result.ok) {
      setError(result.text);
      return false;
    }
    toast({ title: t("revoked") });
    router.refresh();
    return true;
  }

  return (
    <li className="flex min-h-13 items-center gap-3 border-b border-line py-2">
      <span aria-hidden className="grid size-7 shrink-0 place-items-center rounded-full border border-dashed border-control text-faint [&_svg]:size-3.5"><Mail /></span>
      <div className="min-w-0 flex-1">
        <p className="truncate" title={invitation.email}>{invitation.email}</p>
        <p className="text-sm text-faint sm:hidden">{roles.word(invitation.role)}</p>
      </div>
      {invitation.status === "expired" ? (
        <Badge tone="warning">{t("expired")}</Badge>
      ) : (
        <p className="text-sm text-faint">{t.rich("expires", { time: () => <Time value={invitation.expiresAt} style="date" /> })}</p>
      )}
      <span className="w-28 shrink-0 ps-2.5 text-subtle max-sm:hidden">{roles.word(invitation.role)}</span>
      <div className="size-control shrink-0">
        {mayManage ? (
          <Menu align="end" trigger={<IconButton label={t("menu", { email: invitation.email })}><Ellipsis /></IconButton>}>
            <MenuItem icon={<Link2 />} onSelect={() => void resend()}>{t("resend")}</MenuItem>
            <MenuSeparator />
            <MenuItem tone="danger" icon={<X />} onSelect={() => setAsking(true)}>{t("revoke")}</MenuItem>
          </Menu>
        ) : null}
      </div>
      <ConfirmDialog
        open={isAsking}
        onOpenChange={setAsking}
        title={t("revokeTitle")}
        description={t("revokeText", { email: invitation.email })}
        confirmLabel={t("revokeConfirm")}
        busyLabel={t("revoking")}
        cancelLabel={tShell("cancel")}
        onConfirm={revoke}
        error={error}
      />
    </li>
  );
}
