import { randomUUID } from "node:crypto";
import { and, eq } from "drizzle-orm";
import { expect, it } from "vitest";
import { DELETE as remove, PUT as setRole } from "@/app/api/projects/[projectId]/collaborators/[userId]/route";
import { POST as invite } from "@/app/api/projects/[projectId]/collaborators/route";
import { POST as accept } from "@/app/api/projects/[projectId]/invitations/[invitationId]/accept/route";
import { projectCollaborators, projectInvitations } from "@/drizzle/schema";
import { addMember, call, createTeam, createUser, json, type TestUser } from "@/drizzle/testing/factories";
import { db } from "@/lib/core/db";
import type { NewInvitation } from "./schemas";

/** A team with a second owner, who has invited somebody as an owner. */
async function createInviter() {
  const team = await createTeam();
  const inviter = await createUser("Ines");
  await addMember(team.projectId, inviter, "owner");
  const response = await call(invite, { as: inviter, params: { projectId: team.projectId }, body: { email: `${randomUUID()}@example.org`, role: "owner" } });
  const invitation = await json<NewInvitation>(response);
  return { ...team, inviter, invitation, token: new URL(invitation.acceptUrl).searchParams.get("token") ?? "" };
}

const join = (as: TestUser, projectId: string, invitationId: string, token: string) => call(accept, { as, params: { projectId, invitationId }, body: { token } });
const statusOf = async (invitationId: string) => (await db().select().from(projectInvitations).where(eq(projectInvitations.id, invitationId)))[0]?.status;

it.each(["removed", "left", "made an editor", "made a viewer"])("an invitation ends with its inviter's right: %s", async (how) => {
  const { projectId, owner, inviter, outsider, invitation, token } = await createInviter();
  const params = { projectId, userId: inviter.actor.id };
  const role = how.split(" ").at(-1);
  const response = how.startsWith("made") ? await call(setRole, { as: owner, params, method: "PUT", body: { role } }) : await call(remove, { as: how === "left" ? inviter : owner, params, method: "DELETE" });
  expect(response.ok).toBe(true);
  expect(await statusOf(invitation.id)).toBe("revoked");
  expect((await join(outsider, projectId, invitation.id, token)).status).toBe(410);
});

it.each([{ status: "removed" as const }, { role: "editor" }, { role: "viewer" }])("the inviter's right is looked at again at acceptance: %o", async (changes) => {
  const { projectId, inviter, outsider, invitation, token } = await createInviter();
  await db().update(projectCollaborators).set(changes).where(and(eq(projectCollaborators.projectId, projectId), eq(projectCollaborators.userId, inviter.actor.id)));
  expect((await join(outsider, projectId, invitation.id, token)).status).toBe(410);
});

it("an owner's invitations stay when somebody else goes", async () => {
  const { projectId, owner, editor, outsider, invitation, token } = await createInviter();
  await call(remove, { as: owner, params: { projectId, userId: editor.actor.id }, method: "DELETE" });
  expect((await join(outsider, projectId, invitation.id, token)).status).toBe(200);
});
