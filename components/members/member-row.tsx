"use client";

import { Ellipsis, LogOut, UserMinus } from "lucide-react";
import { useTranslations } from "next-intl";
import { useRouter } from "next/navigation";
import { useState } from "react";
import type { MemberActions } from "@/components/members/member-actions";
import type { ShownProject } from "@/components/members/members-view";
import { useRoles } from "@/components/members/use-roles";
import { Whereabouts } from "@/components/members/whereabouts";
import type { PersonPresent } from "@/components/realtime/presence-store";
import { useProblem } from "@/components/shell/use-problem";
import { Avatar } from "@/components/ui/avatar";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { IconButton } from "@/components/ui/icon-button";
import { Menu, MenuItem } from "@/components/ui/menu";
import { Select } from "@/components/ui/select";
import { Time } from "@/components/ui/time";
import { toast } from "@/components/ui/toaster";
import type { Role } from "@/lib/access/permissions";
import type { Collaborator } from "@/lib/collaboration/schemas";
import { paths } from "@/lib/http/paths";

type MemberRowProps = {
  member: Collaborator;
  /** Where they are, if they are here. */
  present: PersonPresent | null;
  sessions: readonly { id: string; title: string }[];
  isSelf: boolean;
  project: ShownProject;
  mayManage: boolean;
  actions: MemberActions;
};

/** One member: owners change roles and remove, everyone may leave. */
export function MemberRow({ member, present, sessions, isSelf, project, mayManage, actions }: MemberRowProps) {
  const t = useTranslations("members");
  const tShell = useTranslations("shell");
  const problem = useProblem();
  const router = useRouter();
  const roles = useRoles();
  const [isAsking, setAsking] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const [pendingRole, setPendingRole] = useState<Role | null>(null);
  const params = { projectId: project.id, userId: member.userId };
  const role = pendingRole ?? roles.find(member.role);

  async function changeRole(next: Role): Promise<void> {
    setPendingRole(next);
    const result = await problem.outcome(actions.changeRole({ params, body: { role: next } }));
    if (result.ok) toast({ title: t("roleChanged", { name: member.name, role: roles.word(next) }), tone: "success" });
    else toast({ title: result.text, tone: "danger" });
    if (result.ok || result.problem) router.refresh();
    setPendingRole(null);
  }

  async function remove(): Promise<boolean> {
    setError(null);
    const result = await problem.outcome(actions.remove({ params }));
    if (!result.ok) {
      setError(result.text);
      return false;
    }
    if (isSelf) {
      location.assign(paths.projects());
      return true;
    }
    toast({ title: t("removed", { name: member.name }) });
    router.refresh();
    return true;
  }

  const mayRemove = isSelf ? project.isActive : mayManage;
  return (
    <li className="flex min-h-15 items-center gap-3 border-b border-line py-2.5">
      <span className="relative shrink-0">
        <Avatar id={member.userId} name={member.name} decorative />
        {present ? <span aria-hidden className="absolute -end-0.5 -bottom-0.5 size-2.5 rounded-full bg-success ring-2 ring-paper" /> : null}
      </span>
      <div className="min-w-0 flex-1">
        <p className="truncate font-medium" title={member.name}>
          <bdi>{member.name}</bdi>
          {isSelf ? <span className="font-normal text-faint"> ({t("you")})</span> : null}
        </p>
        <p className="truncate text-sm text-faint">
          <span title={member.email}>{member.email}</span>
          {present && !isSelf ? <> · <Whereabouts projectId={project.id} person={present} sessions={sessions} /></> : null}
        </p>
      </div>
      <p className="text-sm text-faint max-sm:hidden">{t.rich("joined", { time: () => <Time value={member.joinedAt} style="date" /> })}</p>
      {mayManage && role ? (
        <Select variant="quiet" className="w-28 shrink-0" aria-label={t("role", { name: member.name })} items={roles.items} value={role} onValueChange={(next) => void changeRole(next)} disabled={pendingRole !== null} />
      ) : (
        <span className="w-28 shrink-0 ps-2.5 text-subtle">{roles.word(member.role)}</span>
      )}
      <div className="size-control shrink-0">
        {mayRemove ? (
          <Menu align="end" trigger={<IconButton label={t("menu", { name: member.name })}><Ellipsis /></IconButton>}>
            <MenuItem tone="danger" icon={isSelf ? <LogOut className="rtl:-scale-x-100" /> : <UserMinus />} onSelect={() => setAsking(true)}>{isSelf ? t("leave") : t("remove")}</MenuItem>
          </Menu>
        ) : null}
      </div>
      <ConfirmDialog
        open={isAsking}
        onOpenChange={setAsking}
        title={isSelf ? t("leaveTitle", { project: project.name }) : t("removeTitle", { name: member.name })}
        description={isSelf ? t("leaveText") : t("removeText")}
        confirmLabel={isSelf ? t("leaveConfirm") : t("removeConfirm")}
        busyLabel={isSelf ? t("leaving") : t("removing")}
        cancelLabel={tShell("cancel")}
        onConfirm={remove}
        error={error}
      />
    </li>
  );
}
