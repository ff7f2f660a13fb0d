import { randomUUID } from "node:crypto";
import { and, eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { GET as preview } from "@/app/api/invitations/[invitationId]/route";
import { GET as activity } from "@/app/api/projects/[projectId]/activity/route";
import { DELETE as remove, PUT as setRole } from "@/app/api/projects/[projectId]/collaborators/[userId]/route";
import { GET as members, POST as invite } from "@/app/api/projects/[projectId]/collaborators/route";
import { POST as accept } from "@/app/api/projects/[projectId]/invitations/[invitationId]/accept/route";
import { POST as decline } from "@/app/api/projects/[projectId]/invitations/[invitationId]/decline/route";
import { POST as resend } from "@/app/api/projects/[projectId]/invitations/[invitationId]/resend/route";
import { DELETE as revoke } from "@/app/api/projects/[projectId]/invitations/[invitationId]/route";
import { GET as invitations } from "@/app/api/projects/[projectId]/invitations/route";
import { GET as readProject } from "@/app/api/projects/[projectId]/route";
import { notifications, projectActivity, projectCollaborators, projectInvitations, users } from "@/drizzle/schema";
import { addMember, call, createTeam, createUser, json, type TestUser } from "@/drizzle/testing/factories";
import type { Role } from "@/lib/access/permissions";
import { clock } from "@/lib/core/clock";
import { db } from "@/lib/core/db";
import type { Problem } from "@/lib/core/problems";
import { hub, type Control } from "@/lib/events/hub";
import type { ActivityEntry, Collaborator, Invitation, InvitationPreview, NewInvitation } from "./schemas";

const newEmail = () => `${randomUUID()}@example.org`;
const tokenOf = (invitation: NewInvitation) => new URL(invitation.acceptUrl).searchParams.get("token") ?? "";
const code = async (response: Response) => `${response.status} ${(await json<Problem>(response)).code}`;

async function newInvitation(as: TestUser, projectId: string, email = newEmail(), role: Role = "editor"): Promise<NewInvitation & { token: string }> {
  const response = await call(invite, { as, params: { projectId }, body: { email, role } });
  expect(response.status).toBe(201);
  const invitation = await json<NewInvitation>(response);
  return { ...invitation, token: tokenOf(invitation) };
}
const answer = (handler: typeof accept, as: TestUser, projectId: string, invitationId: string, token?: string) => call(handler, { as, params: { projectId, invitationId }, body: { token } });
const listMembers = async (as: TestUser, projectId: string) => (await json<{ items: Collaborator[] }>(await call(members, { as, params: { projectId } }))).items;
const listInvitations = async (as: TestUser, projectId: string) => (await json<{ items: Invitation[] }>(await call(invitations, { as, params: { projectId } }))).items;
const put = (as: TestUser, projectId: string, userId: string, role: string) => call(setRole, { as, params: { projectId, userId }, method: "PUT", body: { role } });
const del = (as: TestUser, projectId: string, userId: string) => call(remove, { as, params: { projectId, userId }, method: "DELETE" });

describe("an invitation", () => {
  it("lets whoever holds its link join with its role, once", async () => {
    const { projectId, owner, outsider } = await createTeam();
    const late = await createUser("Lena");
    const email = newEmail();
    const invitation = await newInvitation(owner, projectId, ` ${email.toUpperCase()} `, "viewer");
    expect(invitation).toMatchObject({ email, role: "viewer", status: "pending" });
    expect(invitation.acceptUrl).toBe(`http://localhost:3000/invitations/${invitation.id}?token=${invitation.token}`);
    expect(Date.parse(invitation.expiresAt) - clock.now()).toBeGreaterThan(13.9 * 86_400_000);
    // Known to be an outsider before, so that a membership kept in memory would show.
    expect((await call(readProject, { as: outsider, params: { projectId } })).status).toBe(404);
    const response = await answer(accept, outsider, projectId, invitation.id, invitation.token);
    expect(response.status).toBe(200);
    expect(await json(response)).toMatchObject({ userId: outsider.actor.id, role: "viewer", status: "active" });
    expect((await call(readProject, { as: outsider, params: { projectId } })).status).toBe(200);
    expect((await listMembers(owner, projectId)).map((member) => member.userId)).toContain(outsider.actor.id);
    expect(await code(await answer(accept, late, projectId, invitation.id, invitation.token))).toBe("410 gone");
    expect(await listInvitations(owner, projectId)).toMatchObject([{ id: invitation.id, status: "accepted" }]);
  });

  it("stores no token, and lists none", async () => {
    const { projectId, owner } = await createTeam();
    const invitation = await newInvitation(owner, projectId);
    const [row] = await db().select().from(projectInvitations).where(eq(projectInvitations.id, invitation.id));
    expect(JSON.stringify(row)).not.toContain(invitation.token);
    const listed = await listInvitations(owner, projectId);
    expect(Object.keys(listed[0] ?? {}).toSorted()).toEqual(["createdAt", "email", "expiresAt", "id", "role", "status"]);
  });

  it("answers 201 for addresses with and without an account alike, and 409 for a member's", async () => {
    const { projectId, owner, editor, outsider } = await createTeam();
    expect(Object.keys(await newInvitation(owner, projectId, outsider.actor.email))).toEqual(Object.keys(await newInvitation(owner, projectId)));
    expect(await code(await call(invite, { as: owner, params: { projectId }, body: { email: editor.actor.email } }))).toBe("409 conflict");
  });

  it("takes the place of an earlier one to the same address", async () => {
    const { projectId, owner, outsider } = await createTeam();
    const email = newEmail();
    const first = await newInvitation(owner, projectId, email, "editor");
    const second = await newInvitation(owner, projectId, email, "viewer");
    expect(await listInvitations(owner, projectId)).toMatchObject([{ email, role: "viewer" }]);
    expect(await code(await answer(accept, outsider, projectId, first.id, first.token))).toBe("404 not-found");
    expect(await json(await answer(accept, outsider, projectId, second.id, second.token))).toMatchObject({ role: "viewer" });
  });

  it("is found by its token only: a wrong one, none, and another project's are unknown", async () => {
    const { projectId, owner, outsider } = await createTeam();
    const other = await createTeam();
    const invitation = await newInvitation(owner, projectId, outsider.actor.email);
    expect(await code(await answer(accept, outsider, projectId, invitation.id, "wrong"))).toBe("404 not-found");
    // The address is theirs but nobody has checked that.
    expect(await code(await answer(accept, outsider, projectId, invitation.id))).toBe("404 not-found");
    expect(await code(await answer(accept, outsider, other.projectId, invitation.id, invitation.token))).toBe("404 not-found");
    expect(await listMembers(owner, projectId)).toHaveLength(3);
  });

  it("opens without its token for the verified address", async () => {
    const { projectId, owner, outsider } = await createTeam();
    const invitation = await newInvitation(owner, projectId, outsider.actor.email);
    await db().update(users).set({ emailVerifiedAt: new Date().toISOString() }).where(eq(users.id, outsider.actor.id));
    expect((await answer(accept, outsider, projectId, invitation.id)).status).toBe(200);
  });

  it("is over after 14 days, until it is renewed", async () => {
    const { projectId, owner, outsider } = await createTeam();
    const invitation = await newInvitation(owner, projectId);
    await db().update(projectInvitations).set({ expiresAt: new Date(Date.now() - 1000).toISOString() }).where(eq(projectInvitations.id, invitation.id));
    expect(await listInvitations(owner, projectId)).toMatchObject([{ status: "expired" }]);
    expect(await code(await answer(accept, outsider, projectId, invitation.id, invitation.token))).toBe("410 gone");
    const renewed = await json<NewInvitation>(await call(resend, { as: owner, params: { projectId, invitationId: invitation.id }, method: "POST" }));
    expect(renewed).toMatchObject({ id: invitation.id, status: "pending" });
    expect(await code(await answer(accept, outsider, projectId, invitation.id, invitation.token))).toBe("404 not-found");
    expect((await answer(accept, outsider, projectId, invitation.id, tokenOf(renewed))).status).toBe(200);
  });

  it("can be revoked, and then neither answered nor renewed", async () => {
    const { projectId, owner, outsider } = await createTeam();
    const invitation = await newInvitation(owner, projectId);
    const ref = { as: owner, params: { projectId, invitationId: invitation.id } };
    expect((await call(revoke, { ...ref, method: "DELETE" })).status).toBe(204);
    expect(await code(await answer(accept, outsider, projectId, invitation.id, invitation.token))).toBe("410 gone");
    expect(await code(await answer(decline, outsider, projectId, invitation.id, invitation.token))).toBe("410 gone");
    expect(await code(await call(resend, { ...ref, method: "POST" }))).toBe("410 gone");
    expect(await code(await call(revoke, { ...ref, method: "DELETE" }))).toBe("410 gone");
    await newInvitation(owner, projectId, invitation.email);
    expect((await listInvitations(owner, projectId)).map((one) => one.status).toSorted()).toEqual(["pending", "revoked"]);
  });

  it("can be declined once", async () => {
    const { projectId, owner, outsider } = await createTeam();
    const invitation = await newInvitation(owner, projectId);
    expect((await answer(decline, outsider, projectId, invitation.id, invitation.token)).status).toBe(204);
    expect(await code(await answer(accept, outsider, projectId, invitation.id, invitation.token))).toBe("410 gone");
    expect(await listInvitations(owner, projectId)).toMatchObject([{ status: "declined" }]);
  });

  it("changes nothing for a member, and stays open for the one it is meant for", async () => {
    const { projectId, owner, outsider } = await createTeam();
    const invitation = await newInvitation(owner, projectId, newEmail(), "viewer");
    expect(await json(await answer(accept, owner, projectId, invitation.id, invitation.token))).toMatchObject({ userId: owner.actor.id, role: "owner" });
    expect((await answer(accept, outsider, projectId, invitation.id, invitation.token)).status).toBe(200);
    // A repetition after a lost answer.
    expect((await answer(accept, outsider, projectId, invitation.id, invitation.token)).status).toBe(200);
    expect((await listMembers(owner, projectId)).filter((member) => member.userId === outsider.actor.id)).toHaveLength(1);
  });

  it("lets one of several through that accept it at once", async () => {
    const { projectId, owner } = await createTeam();
    const people = await Promise.all(["a", "b", "c", "d"].map((name) => createUser(name)));
    const invitation = await newInvitation(owner, projectId);
    const answers = await Promise.all(people.map((person) => answer(accept, person, projectId, invitation.id, invitation.token)));
    expect(answers.map((one) => one.status).toSorted()).toEqual([200, 410, 410, 410]);
    expect(await listMembers(owner, projectId)).toHaveLength(4);
  });

  it("shows what it is to, to whoever holds the link", async () => {
    const { projectId, owner } = await createTeam();
    const invitation = await newInvitation(owner, projectId, newEmail(), "viewer");
    const response = await call(preview, { params: { invitationId: invitation.id }, query: `?token=${invitation.token}` });
    expect(response.status).toBe(200);
    expect(await json<InvitationPreview>(response)).toMatchObject({ projectId, projectName: "A project", inviterName: "Olga", role: "viewer", email: invitation.email, status: "pending" });
    for (const query of ["", "?token=wrong"]) expect((await call(preview, { params: { invitationId: invitation.id }, query })).status).toBe(404);
  });
});

describe("members", () => {
  it("come in pages, in the order in which they joined", async () => {
    const { projectId, owner, viewer } = await createTeam();
    const all = await listMembers(viewer, projectId);
    expect(all.map((member) => member.role).toSorted()).toEqual(["editor", "owner", "viewer"]);
    const first = await json<{ items: Collaborator[]; nextCursor: string }>(await call(members, { as: owner, params: { projectId }, query: "?limit=2" }));
    const rest = await json<{ items: Collaborator[]; nextCursor: null }>(await call(members, { as: owner, params: { projectId }, query: `?limit=2&cursor=${first.nextCursor}` }));
    expect([...first.items, ...rest.items]).toEqual(all);
    expect(rest.nextCursor).toBeNull();
  });

  it("get another role at once, are told of it, and their streams are looked at again", async () => {
    const { projectId, owner, viewer } = await createTeam();
    const controls: Control[] = [];
    const stop = hub().subscribeControl((control) => void controls.push(control));
    expect(await json(await put(owner, projectId, viewer.actor.id, "owner"))).toMatchObject({ userId: viewer.actor.id, role: "owner" });
    stop();
    expect(controls).toContainEqual({ kind: "membership-changed", projectId, userId: viewer.actor.id });
    expect((await call(invite, { as: viewer, params: { projectId }, body: { email: newEmail() } })).status).toBe(201);
    expect((await listMembers(owner, projectId)).find((member) => member.userId === viewer.actor.id)?.role).toBe("owner");
    const told = await db().select().from(notifications).where(eq(notifications.userId, viewer.actor.id));
    expect(told).toMatchObject([{ kind: "member:updated", projectId }]);
  });

  it("are removed at once, and may be invited again", async () => {
    const { projectId, owner, editor } = await createTeam();
    await call(readProject, { as: editor, params: { projectId } });
    expect((await del(owner, projectId, editor.actor.id)).status).toBe(204);
    expect((await call(readProject, { as: editor, params: { projectId } })).status).toBe(404);
    expect(await code(await del(owner, projectId, editor.actor.id))).toBe("404 not-found");
    const invitation = await newInvitation(owner, projectId, editor.actor.email, "viewer");
    expect(await json(await answer(accept, editor, projectId, invitation.id, invitation.token))).toMatchObject({ role: "viewer" });
    expect((await call(readProject, { as: editor, params: { projectId } })).status).toBe(200);
  });

  it("may leave, but not remove others without the right", async () => {
    const { projectId, owner, editor, viewer } = await createTeam();
    expect(await code(await del(viewer, projectId, editor.actor.id))).toBe("403 not-permitted");
    expect((await del(viewer, projectId, viewer.actor.id)).status).toBe(204);
    expect((await listMembers(owner, projectId)).map((member) => member.userId)).not.toContain(viewer.actor.id);
  });

  it("keep one owner: the last can neither leave, be removed nor be demoted", async () => {
    const { projectId, owner, editor } = await createTeam();
    expect(await code(await del(owner, projectId, owner.actor.id))).toBe("409 last-owner");
    expect(await code(await put(owner, projectId, owner.actor.id, "viewer"))).toBe("409 last-owner");
    expect((await put(owner, projectId, editor.actor.id, "owner")).status).toBe(200);
    expect((await del(owner, projectId, owner.actor.id)).status).toBe(204);
    expect(await code(await del(editor, projectId, editor.actor.id))).toBe("409 last-owner");
  });

  it("keep one owner also when all owners leave at once", async () => {
    for (let round = 0; round < 5; round++) {
      const { projectId, owner } = await createTeam();
      const others = await Promise.all(["a", "b", "c"].map((name) => createUser(name)));
      for (const other of others) await addMember(projectId, other, "owner");
      const answers = await Promise.all([owner, ...others].map((one, index) => (index % 2 ? del(one, projectId, one.actor.id) : put(one, projectId, one.actor.id, "viewer"))));
      expect(answers.filter((one) => one.status === 409)).toHaveLength(1);
      const left = await db().select().from(projectCollaborators).where(and(eq(projectCollaborators.projectId, projectId), eq(projectCollaborators.role, "owner"), eq(projectCollaborators.status, "active")));
      expect(left).toHaveLength(1);
    }
  });

  it("get no role that there isn't", async () => {
    const { projectId, owner, viewer, outsider } = await createTeam();
    expect((await put(owner, projectId, viewer.actor.id, "king")).status).toBe(422);
    expect(await code(await put(owner, projectId, outsider.actor.id, "viewer"))).toBe("404 not-found");
  });
});

describe("the activity", () => {
  it("is newest first, with names, filtered by person, kind and time, in pages", async () => {
    const { projectId, owner, editor, viewer, outsider } = await createTeam();
    const invitation = await newInvitation(owner, projectId);
    await answer(accept, outsider, projectId, invitation.id, invitation.token);
    await put(owner, projectId, editor.actor.id, "viewer");
    const list = async (query = "") => await json<{ items: ActivityEntry[]; nextCursor: string | null }>(await call(activity, { as: viewer, params: { projectId }, query }));
    const { items } = await list();
    expect(items.map((item) => [item.seq, item.actionType, item.userName])).toEqual([
      [3, "member:updated", "Olga"],
      [2, "member:joined", "Otto"],
      [1, "invitation:created", "Olga"],
    ]);
    expect((await list("?kind=member")).items.map((item) => item.seq)).toEqual([3, 2]);
    expect((await list("?kind=member:joined")).items.map((item) => item.seq)).toEqual([2]);
    expect((await list("?kind=memb")).items).toEqual([]);
    expect((await list(`?user=${owner.actor.id}`)).items.map((item) => item.seq)).toEqual([3, 1]);
    for (const { id, seq } of items) await db().update(projectActivity).set({ createdAt: `2026-01-0${seq}T00:00:00.000Z` }).where(eq(projectActivity.id, id));
    expect((await list("?from=2026-01-02T00:00:00Z&to=2026-01-03T00:00:00Z")).items.map((item) => item.seq)).toEqual([2]);
    const first = await list("?limit=2");
    expect((await list(`?limit=2&cursor=${first.nextCursor}`)).items.map((item) => item.seq)).toEqual([1]);
    expect((await call(activity, { as: viewer, params: { projectId }, query: "?from=0000-01-01T00:00:00Z" })).status).toBe(422);
  });
});
