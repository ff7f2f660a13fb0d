"use client";

import { useTranslations } from "next-intl";
import { useState, type FormEvent } from "react";
import { PasswordInput } from "@/components/auth/password-input";
import { signInHere } from "@/components/auth/session";
import { useProblem } from "@/components/shell/use-problem";
import { Banner } from "@/components/ui/banner";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { ApiError, apiClient } from "@/lib/http/client";
import { api } from "@/lib/http/paths";

type RegisterFormProps = {
  next: string;
  /** The invitation that led here. */
  invitation: { id: string; token: string; email: string } | null;
  /** Only the invited address may register. */
  fixedEmail: boolean;
};

/** Makes an account and signs in with it. What is wrong with a field is said below it. */
export function RegisterForm({ next, invitation, fixedEmail }: RegisterFormProps) {
  const t = useTranslations("auth");
  const problem = useProblem();
  const [error, setError] = useState<string | null>(null);
  const [fields, setFields] = useState<Record<string, string>>({});
  const [busy, setBusy] = useState(false);
  const labels = { "/name": t("fields.name"), "/email": t("fields.email"), "/password": t("fields.password") };

  async function submit(event: FormEvent<HTMLFormElement>): Promise<void> {
    event.preventDefault();
    const form = event.currentTarget;
    const data = new FormData(form);
    const [name, email, password] = ["name", "email", "password"].map((field) => String(data.get(field) ?? ""));
    setBusy(true);
    setError(null);
    setFields({});
    try {
      await apiClient.post(api.register(), { name, email, password, ...(invitation ? { invitation: { id: invitation.id, token: invitation.token } } : {}) });
      const code = await signInHere(email ?? "", password ?? "");
      if (code === null) return location.assign(next);
      setError(t("register.notSignedIn"));
    } catch (thrown) {
      const found = thrown instanceof ApiError ? problem.fields(thrown.problem, labels) : {};
      if (thrown instanceof ApiError && thrown.problem.code === "email-taken") found["/email"] = problem.text(thrown.problem);
      setFields(found);
      const first = Object.keys(labels).find((pointer) => pointer in found);
      if (first === undefined) setError(problem.caught(thrown));
      else form.querySelector<HTMLInputElement>(`[name="${first.slice(1)}"]`)?.focus();
    }
    setBusy(false);
  }

  return (
    <form onSubmit={(event) => void submit(event)} method="post" noValidate className="mt-8 grid gap-4">
      {error ? <Banner tone="danger">{error}</Banner> : null}
      <Field label={labels["/name"]} name="name" hint={fields["/name"] ? undefined : t("register.nameHint")} error={fields["/name"]}>
        <Input autoComplete="name" required autoFocus className="h-10" dir="auto" maxLength={120} />
      </Field>
      <Field label={labels["/email"]} name="email" error={fields["/email"]} hint={invitation ? t("register.emailInvited") : undefined}>
        <Input type="email" autoComplete="username" inputMode="email" required defaultValue={invitation?.email} readOnly={fixedEmail && invitation !== null} className="h-10 read-only:bg-sunken" dir="ltr" />
      </Field>
      <Field label={labels["/password"]} name="password" hint={fields["/password"] ? undefined : t("register.passwordHint")} error={fields["/password"]}>
        <PasswordInput autoComplete="new-password" required />
      </Field>
      <Button type="submit" variant="primary" size="lg" busy={busy} busyLabel={t("register.busy")} className="mt-2">{t("register.submit")}</Button>
    </form>
  );
}
