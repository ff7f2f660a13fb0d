"use client";

import { useTranslations } from "next-intl";
import { useRef, useState, type FormEvent } from "react";
import { InviteLink } from "@/components/members/invite-link";
import type { MemberActions } from "@/components/members/member-actions";
import { useRoles } from "@/components/members/use-roles";
import { useProblem } from "@/components/shell/use-problem";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import type { Role } from "@/lib/access/permissions";
import type { NewInvitation } from "@/lib/collaboration/schemas";

/** Asks somebody to join, and shows the link that does it. */
export function InviteForm({ projectId, invite }: { projectId: string; invite: MemberActions["invite"] }) {
  const t = useTranslations("members.invite");
  const problem = useProblem();
  const roles = useRoles();
  const input = useRef<HTMLInputElement>(null);
  const [email, setEmail] = useState("");
  const [role, setRole] = useState<Role>("editor");
  const [made, setMade] = useState<NewInvitation | null>(null);
  const [error, setError] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);

  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault();
    setBusy(true);
    setError(null);
    const result = await problem.outcome(invite({ params: { projectId }, body: { email, role } }));
    if (result.ok) {
      setMade(result.value);
      setEmail("");
    } else {
      // The server says who: a member already.
      const who = result.problem?.code === "conflict" ? result.problem.detail : undefined;
      setError(problem.fields(result.problem, { "/email": t("email") })["/email"] ?? (who || result.text));
      input.current?.focus();
    }
    setBusy(false);
  }

  return (
    <section aria-labelledby="invite-title" className="mt-6">
      <h2 id="invite-title" className="title-section">{t("title")}</h2>
      <p className="mt-0.5 text-subtle">{t("text")}</p>
      <form onSubmit={(event) => void submit(event)} noValidate className="mt-3 flex flex-wrap items-start gap-2">
        <Field label={t("email")} labelHidden error={error} className="min-w-56 flex-1 gap-1">
          <Input ref={input} type="email" inputMode="email" autoComplete="off" value={email} onValueChange={setEmail} placeholder={t("placeholder")} maxLength={254} dir="ltr" />
        </Field>
        <Field label={t("role")} labelHidden className="w-32 gap-1">
          <Select items={roles.items} value={role} onValueChange={setRole} />
        </Field>
        <Button type="submit" variant="primary" busy={busy} busyLabel={t("busy")} disabled={email.trim() === ""}>{t("submit")}</Button>
      </form>
      {made ? <InviteLink key={made.acceptUrl} invitation={made} onDone={() => setMade(null)} /> : null}
    </section>
  );
}
