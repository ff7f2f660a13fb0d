"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { useProblem } from "@/components/shell/use-problem";
import { Banner } from "@/components/ui/banner";
import { Button } from "@/components/ui/button";
import type { ActionResult } from "@/lib/http/action";
import { paths } from "@/lib/http/paths";

type Answer = (input: { params: { projectId: string; invitationId: string }; body: { token?: string } }) => Promise<ActionResult<unknown>>;

type InvitationAnswerProps = {
  projectId: string;
  invitationId: string;
  token: string | undefined;
  signedInAs: string;
  accept: Answer;
  decline: Answer;
};

/** Yes leads into the project; no is answered by the same page, which then says so. */
export function InvitationAnswer({ projectId, invitationId, token, signedInAs, accept, decline }: InvitationAnswerProps) {
  const t = useTranslations("auth.invitation");
  const problem = useProblem();
  const [busy, setBusy] = useState<"accept" | "decline" | null>(null);
  const [error, setError] = useState<string | null>(null);

  async function answer(kind: "accept" | "decline"): Promise<void> {
    setBusy(kind);
    setError(null);
    const result = await problem.outcome((kind === "accept" ? accept : decline)({ params: { projectId, invitationId }, body: token === undefined ? {} : { token } }));
    if (result.ok) return kind === "accept" ? location.assign(paths.project(projectId)) : location.reload();
    setError(result.text);
    setBusy(null);
  }

  return (
    <div className="mt-8 grid gap-4">
      {error ? <Banner tone="danger">{error}</Banner> : null}
      <div className="flex flex-wrap gap-2">
        <Button variant="primary" size="lg" busy={busy === "accept"} busyLabel={t("accepting")} disabled={busy === "decline"} onClick={() => void answer("accept")}>{t("accept")}</Button>
        <Button size="lg" busy={busy === "decline"} busyLabel={t("declining")} disabled={busy === "accept"} onClick={() => void answer("decline")}>{t("decline")}</Button>
      </div>
      <p className="text-sm text-faint">{t("signedInAs", { email: signedInAs })}</p>
    </div>
  );
}
