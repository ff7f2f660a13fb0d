"use client";

import { useTranslations } from "next-intl";
import { useRef, useState, type FormEvent } from "react";
import { PasswordInput } from "@/components/auth/password-input";
import { signInHere } from "@/components/auth/session";
import { useProblem } from "@/components/shell/use-problem";
import { Banner } from "@/components/ui/banner";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";

/** Address and password. `initialError` is a problem's code that the address of the page carries. */
export function SignInForm({ next, initialError }: { next: string; initialError?: string | undefined }) {
  const t = useTranslations("auth");
  const problem = useProblem();
  const [error, setError] = useState(initialError ? problem.byCode(initialError) : null);
  const [busy, setBusy] = useState(false);
  const password = useRef<HTMLInputElement>(null);

  async function submit(event: FormEvent<HTMLFormElement>): Promise<void> {
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    setBusy(true);
    setError(null);
    try {
      const code = await signInHere(String(data.get("email")), String(data.get("password")));
      // A whole load, so that nothing rendered for a stranger stays in the router's memory.
      if (code === null) return location.assign(next);
      setError(problem.byCode(code));
      password.current?.select();
    } catch (thrown) {
      setError(problem.caught(thrown));
    }
    setBusy(false);
  }

  return (
    <form onSubmit={(event) => void submit(event)} method="post" className="mt-8 grid gap-4">
      {error ? <Banner tone="danger">{error}</Banner> : null}
      <Field label={t("fields.email")} name="email">
        <Input type="email" autoComplete="username" inputMode="email" required autoFocus className="h-10" dir="ltr" />
      </Field>
      <Field label={t("fields.password")} name="password">
        <PasswordInput ref={password} autoComplete="current-password" required />
      </Field>
      <Button type="submit" variant="primary" size="lg" busy={busy} busyLabel={t("signIn.busy")} className="mt-2">{t("signIn.submit")}</Button>
    </form>
  );
}
