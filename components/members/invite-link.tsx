"use client";

import { Check, Copy } from "lucide-react";
import { useTranslations } from "next-intl";
import { useEffect, useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { copyText } from "@/components/ui/copy-text";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Time } from "@/components/ui/time";
import type { NewInvitation } from "@/lib/collaboration/schemas";

/** The link of an invitation, the one time that it can be seen. Give it the link as its key: it takes the focus once. */
export function InviteLink({ invitation, onDone }: { invitation: NewInvitation; onDone: () => void }) {
  const t = useTranslations("members.invite");
  const input = useRef<HTMLInputElement>(null);
  const [state, setState] = useState<"new" | "copied" | "failed">("new");

  useEffect(() => {
    input.current?.focus();
    input.current?.select();
  }, []);

  async function copy(): Promise<void> {
    // Where it can't be copied, the selected text is there to be copied by hand.
    input.current?.select();
    setState((await copyText(invitation.acceptUrl)) ? "copied" : "failed");
  }

  return (
    <div className="mt-3 rounded-md border border-line bg-sunken p-4">
      <p className="font-medium break-words">{t("linkTitle", { email: invitation.email })}</p>
      <p className="mt-0.5 text-sm text-subtle">{t.rich("linkText", { time: () => <Time value={invitation.expiresAt} style="date" /> })}</p>
      <div className="mt-3 flex flex-wrap items-start gap-2">
        <Field label={t("link")} labelHidden className="min-w-56 flex-1" error={state === "failed" ? t("copyFailed") : undefined}>
          <Input ref={input} value={invitation.acceptUrl} readOnly dir="ltr" onFocus={(event) => event.currentTarget.select()} className="font-mono text-sm" />
        </Field>
        <Button variant="primary" icon={state === "copied" ? <Check /> : <Copy />} onClick={() => void copy()}>{state === "copied" ? t("copied") : t("copy")}</Button>
        <Button variant="ghost" onClick={onDone}>{t("done")}</Button>
      </div>
      <span role="status" className="sr-only">{state === "copied" ? t("copied") : ""}</span>
    </div>
  );
}
