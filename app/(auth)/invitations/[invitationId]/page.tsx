import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { acceptInvitation, declineInvitation } from "@/app/(auth)/invitations/[invitationId]/actions";
import { findPreview } from "@/app/(auth)/find-preview";
import { InvitationAnswer } from "@/components/auth/invitation-answer";
import { ButtonLink } from "@/components/ui/button";
import { Time } from "@/components/ui/time";
import { getMembership } from "@/lib/access/memberships";
import { roles } from "@/lib/access/permissions";
import { getRegistration } from "@/lib/accounts/registration";
import { findPageActor } from "@/lib/auth/page-session";
import type { InvitationPreview } from "@/lib/collaboration/schemas";
import { paths } from "@/lib/http/paths";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("auth.invitation"))("pageTitle"), referrer: "no-referrer" };
}

type Props = { params: Promise<{ invitationId: string }>; searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function InvitationPage({ params, searchParams }: Props) {
  const { invitationId } = await params;
  const { token: given } = await searchParams;
  const token = typeof given === "string" ? given.slice(0, 200) : undefined;
  const actor = await findPageActor();
  const preview = await findPreview(actor, invitationId, token);
  const t = await getTranslations("auth.invitation");
  if (!preview) return <Closed state="unknown" isSignedIn={actor !== null} />;
  const isMember = actor !== null && (await getMembership(preview.projectId, actor.id)) !== null;
  if (preview.status !== "pending") return <Closed state={preview.status} isSignedIn={actor !== null} openProjectId={isMember ? preview.projectId : undefined} />;
  const here = paths.invitation(invitationId, token);
  const mayRegister = (await getRegistration()) !== "closed";
  return (
    <>
      <h1 className="title-page text-3xl break-words" dir="auto">{t("title", { project: preview.projectName })}</h1>
      <p className="mt-3 text-lg text-subtle"><Wording preview={preview} /></p>
      <p className="mt-4 text-sm text-faint">
        {t("madeFor", { email: preview.email })} {t.rich("expires", { time: () => <Time value={preview.expiresAt} style="date" /> })}
      </p>
      {actor ? (
        <InvitationAnswer
          projectId={preview.projectId}
          invitationId={preview.id}
          token={token}
          signedInAs={actor.email}
          accept={acceptInvitation}
          decline={declineInvitation}
        />
      ) : (
        <div className="mt-8 flex flex-wrap gap-2">
          {mayRegister ? <ButtonLink href={paths.register(here)} variant="primary" size="lg">{t("register")}</ButtonLink> : null}
          <ButtonLink href={paths.signIn(here)} variant={mayRegister ? "secondary" : "primary"} size="lg">{t("signIn")}</ButtonLink>
        </div>
      )}
    </>
  );
}

async function Wording({ preview }: { preview: InvitationPreview }) {
  const t = await getTranslations("auth.invitation");
  const known = roles.find((role) => role === preview.role);
  const role = known ? t(`roles.${known}`) : preview.role;
  const strong = (chunks: ReactNode) => <span className="font-medium text-ink">{chunks}</span>;
  return preview.inviterName === null
    ? t.rich("fromNobody", { role, what: strong })
    : t.rich("from", { inviter: preview.inviterName, role, who: strong, what: strong });
}

type ClosedProps = { state: Exclude<InvitationPreview["status"], "pending"> | "unknown"; isSignedIn: boolean; openProjectId?: string | undefined };

/** An invitation that can't be answered any more: why, and what to do. */
async function Closed({ state, isSignedIn, openProjectId }: ClosedProps) {
  const t = await getTranslations("auth.invitation");
  return (
    <>
      <h1 className="title-page text-3xl">{t(`${state}Title`)}</h1>
      <p className="mt-3 text-lg text-subtle">{t(`${state}Text`)}</p>
      <div className="mt-8 flex">
        <ButtonLink href={openProjectId ? paths.project(openProjectId) : "/"} size="lg">{openProjectId ? t("openProject") : isSignedIn ? t("open") : t("home")}</ButtonLink>
      </div>
    </>
  );
}
