import { randomUUID } from "node:crypto";
import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import type { z } from "zod";
import { GET as getMe, PATCH as patchMe } from "@/app/api/auth/me/route";
import { POST as login } from "@/app/api/auth/login/route";
import { POST as logout } from "@/app/api/auth/logout/route";
import { POST as refresh } from "@/app/api/auth/refresh/route";
import { POST as register } from "@/app/api/auth/register/route";
import { GET as getCollaborators } from "@/app/api/projects/[projectId]/collaborators/route";
import { authSessions, users } from "@/drizzle/schema";
import { call, createProject, createUser, grantOf, json, type TestUser } from "@/drizzle/testing/factories";
import { createInvitation } from "@/lib/collaboration/invitations";
import { db } from "@/lib/core/db";
import { env } from "@/lib/core/env";
import type { Problem } from "@/lib/core/problems";
import type { signedIn } from "./schemas";

type SignedIn = z.infer<typeof signedIn>;
const newEmail = () => `${randomUUID()}@example.org`;
/** Each test comes from an address of its own, because registration and sign-in are counted by it. */
const from = (address = randomUUID()) => ({ "x-socrates-client-ip": address });
const password = "a goat climbs 7 hills";

async function newAccount(email = newEmail()) {
  const response = await call(register, { body: { name: "Ada", email, password }, headers: from() });
  expect(response.status).toBe(201);
  return { email, ...(await json<SignedIn>(response)) };
}
const bearer = (accessToken: string) => ({ authorization: `Bearer ${accessToken}` });

describe("registration", () => {
  it("makes an account that is signed in at once, with a normalised address", async () => {
    const name = randomUUID();
    const response = await call(register, { body: { name: "  Ada Lovelace ", email: ` ${name.toUpperCase()}@Example.org `, password }, headers: from() });
    expect(response.status).toBe(201);
    expect(response.headers.get("location")).toBe("/api/auth/me");
    const answer = await json<SignedIn>(response);
    expect(answer).toMatchObject({ user: { name: "Ada Lovelace", email: `${name}@example.org` }, tokenType: "Bearer", expiresIn: 900 });
    expect(Object.keys(answer.user).toSorted()).toEqual(["createdAt", "email", "id", "isAdmin", "name", "updatedAt"]);
    const me = await call(getMe, { headers: bearer(answer.accessToken) });
    expect(await json(me)).toEqual({ user: answer.user });
    const [row] = await db().select().from(users).where(eq(users.id, answer.user.id));
    expect(row?.passwordHash).toMatch(/^\$argon2id\$/);
  });

  it("lists every problem at once, the common password too, and stores nothing", async () => {
    const response = await call(register, { body: { name: " ", email: "nowhere", password: "Password1" }, headers: from() });
    expect(response.status).toBe(422);
    const { errors } = await json<Problem>(response);
    expect(errors?.map((error) => error.pointer).toSorted()).toEqual(["/email", "/name", "/password"]);
    expect(errors?.find((error) => error.pointer === "/password")?.detail).toContain("commonest");
  });

  it.each([
    ["short", "seven77"],
    ["longer than 200 characters", "a goat and 7 hills ".repeat(11)],
    ["common", "iloveyou123"],
    ["one character over and over", "zzzzzzzzzzzz"],
  ])("refuses a password that is %s", async (_, refused) => {
    const email = newEmail();
    const response = await call(register, { body: { name: "Ada", email, password: refused }, headers: from() });
    expect(response.status).toBe(422);
    expect((await json<Problem>(response)).errors?.map((error) => error.pointer)).toEqual(["/password"]);
    expect(await db().select().from(users).where(eq(users.email, email))).toEqual([]);
  });

  it("takes an address once, whatever its case", async () => {
    const { email } = await newAccount();
    const response = await call(register, { body: { name: "Eve", email: email.toUpperCase(), password }, headers: from() });
    expect(response.status).toBe(409);
    expect((await json<Problem>(response)).code).toBe("email-taken");
  });

  it("lets one of several through that register the same address at once", async () => {
    const email = newEmail();
    const answers = await Promise.all(Array.from({ length: 5 }, () => call(register, { body: { name: "Ada", email, password }, headers: from() })));
    expect(answers.map((answer) => answer.status).toSorted()).toEqual([201, 409, 409, 409, 409]);
  });

  it("is counted by address, also for someone who is signed in", async () => {
    const address = randomUUID();
    const { accessToken } = await newAccount();
    // All twenty are of a taken address, so that nothing needs to be made.
    const { email } = await newAccount();
    for (let i = 0; i < 20; i++) await call(register, { body: { name: "Ada", email, password }, headers: from(address) });
    const response = await call(register, { body: { name: "Ada", email: newEmail(), password }, headers: { ...from(address), ...bearer(accessToken) } });
    expect(response.status).toBe(429);
    expect(Number(response.headers.get("retry-after"))).toBeGreaterThan(0);
  });
});

describe("who may register", () => {
  async function withPolicy<T>(value: "invited" | "closed", work: () => Promise<T>): Promise<T> {
    // The first account is always welcome, so there is another before.
    await createUser();
    const configuration = env();
    const before = configuration.REGISTRATION;
    configuration.REGISTRATION = value;
    try {
      return await work();
    } finally {
      configuration.REGISTRATION = before;
    }
  }

  it("is nobody where it is closed", async () => {
    const response = await withPolicy("closed", () => call(register, { body: { name: "Ada", email: newEmail(), password }, headers: from() }));
    expect(response.status).toBe(403);
    expect((await json<Problem>(response)).code).toBe("registration-closed");
  });

  it("is who has an open invitation to the same address where it is by invitation", async () => {
    const owner = await createUser("Olga");
    const projectId = await createProject(owner);
    const email = newEmail();
    const invitation = await createInvitation(await grantOf(owner, projectId, "member.manage"), { email, role: "viewer" });
    const token = new URL(invitation.acceptUrl).searchParams.get("token") ?? "";
    const attempt = (address: string, given: object | undefined) =>
      withPolicy("invited", async () => (await call(register, { body: { name: "Ada", email: address, password, invitation: given }, headers: from() })).status);
    expect(await attempt(email, undefined)).toBe(403);
    expect(await attempt(email, { id: invitation.id, token: "wrong" })).toBe(403);
    expect(await attempt(newEmail(), { id: invitation.id, token })).toBe(403);
    expect(await attempt(email.toUpperCase(), { id: invitation.id, token })).toBe(201);
  });
});

describe("signing in as an API client", () => {
  it("gives a pair of tokens for address and password", async () => {
    const { email, user } = await newAccount();
    const response = await call(login, { body: { email: email.toUpperCase(), password }, headers: from() });
    expect(response.status).toBe(200);
    const answer = await json<SignedIn>(response);
    expect(answer.user).toEqual(user);
    expect((await call(getMe, { headers: bearer(answer.accessToken) })).status).toBe(200);
  });

  it("answers the same for a wrong password and an unknown address", async () => {
    const { email } = await newAccount();
    const strip = async (response: Response) => ({ ...(await json<Problem>(response)), status: response.status, instance: undefined });
    const wrong = await strip(await call(login, { body: { email, password: "not this one" }, headers: from() }));
    const unknown = await strip(await call(login, { body: { email: newEmail(), password }, headers: from() }));
    expect(wrong).toMatchObject({ status: 401, code: "wrong-credentials" });
    expect(unknown).toEqual(wrong);
  });

  it("is slowed down against one account from everywhere, for the right password too", async () => {
    const { email } = await newAccount();
    for (let i = 0; i < 10; i++) expect((await call(login, { body: { email, password: "a guess" }, headers: from() })).status).toBe(401);
    const response = await call(login, { body: { email, password }, headers: from() });
    expect(response.status).toBe(429);
  });

  it("refreshes once by each token; a second use ends the session", async () => {
    const { refreshToken } = await newAccount();
    const first = await json<SignedIn>(await call(refresh, { body: { refreshToken } }));
    expect((await call(getMe, { headers: bearer(first.accessToken) })).status).toBe(200);
    const again = await call(refresh, { body: { refreshToken } });
    expect(again.status).toBe(401);
    expect((await call(getMe, { headers: bearer(first.accessToken) })).status).toBe(401);
    expect((await call(refresh, { body: { refreshToken: first.refreshToken } })).status).toBe(401);
  });

  it("ends at once with sign-out, the refresh token too", async () => {
    const { accessToken, refreshToken, user } = await newAccount();
    const response = await call(logout, { method: "POST", headers: bearer(accessToken) });
    expect(response.status).toBe(204);
    expect((await call(getMe, { headers: bearer(accessToken) })).status).toBe(401);
    expect((await call(refresh, { body: { refreshToken } })).status).toBe(401);
    const sessions = await db().select().from(authSessions).where(eq(authSessions.userId, user.id));
    expect(sessions.map((session) => session.revokedAt !== null)).toEqual([true]);
  });

  it("ends by the refresh token alone; without either there is nobody to sign out", async () => {
    const { accessToken, refreshToken } = await newAccount();
    expect((await call(logout, { body: { refreshToken } })).status).toBe(204);
    expect((await call(getMe, { headers: bearer(accessToken) })).status).toBe(401);
    expect((await call(logout, { body: {} })).status).toBe(401);
  });
});

describe("one's own account", () => {
  it("is for its owner only", async () => {
    expect((await call(getMe)).status).toBe(401);
  });

  it("takes another name, which members see at once", async () => {
    const account = await newAccount();
    const headers = bearer(account.accessToken);
    const asUser: TestUser = { actor: { ...account.user, sessionId: "" }, accessToken: account.accessToken, refreshToken: account.refreshToken };
    const projectId = await createProject(asUser);
    const names = async () => (await json<{ items: { name: string }[] }>(await call(getCollaborators, { headers, params: { projectId } }))).items.map((item) => item.name);
    expect(await names()).toEqual(["Ada"]);
    const response = await call(patchMe, { method: "PATCH", headers, body: { name: " Ada King " } });
    expect(await json(response)).toMatchObject({ user: { id: account.user.id, name: "Ada King", email: account.email } });
    expect(await names()).toEqual(["Ada King"]);
    expect((await json<{ user: object }>(await call(getMe, { headers }))).user).toMatchObject({ name: "Ada King" });
  });

  it("keeps its address and rights, whatever is sent along", async () => {
    const account = await newAccount();
    const headers = bearer(account.accessToken);
    await call(patchMe, { method: "PATCH", headers, body: { name: "Eve", isAdmin: true, email: "eve@example.org" } });
    expect((await json<{ user: object }>(await call(getMe, { headers }))).user).toMatchObject({ name: "Eve", isAdmin: false, email: account.email });
  });
});
