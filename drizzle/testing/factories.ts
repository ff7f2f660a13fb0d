import { randomUUID } from "node:crypto";
import { NextRequest } from "next/server";
import { projectCollaborators, projects, projectSequences, users } from "@/drizzle/schema";
import type { Actor, Granted } from "@/lib/access/authorize";
import { authorize } from "@/lib/access/authorize";
import { dropMemberships } from "@/lib/access/memberships";
import type { Permission, Role } from "@/lib/access/permissions";
import { openApiSession } from "@/lib/auth/sessions";
import { readSessionToken } from "@/lib/auth/tokens";
import { db } from "@/lib/core/db";
import { newId } from "@/lib/core/ids";
import type { RouteHandler } from "@/lib/http/route";

export type TestUser = { actor: Actor; accessToken: string; refreshToken: string };

/** An account without a password, signed in as an API client. */
export async function createUser(name = "Ada"): Promise<TestUser> {
  const id = newId();
  const email = `${name.toLowerCase().replaceAll(/[^a-z]/g, "")}-${randomUUID()}@example.org`;
  await db().insert(users).values({ id, name, email });
  const pair = await openApiSession(id, { address: "127.0.0.1", userAgent: "test" });
  const named = await readSessionToken("access", pair.accessToken);
  if (!named) throw new Error("a new token is not valid");
  return { actor: { id, name, email, isAdmin: false, sessionId: named.sessionId }, accessToken: pair.accessToken, refreshToken: pair.refreshToken };
}

/** A project of the owner's, made directly in the tables. @returns its id */
export async function createProject(owner: TestUser, name = "A project"): Promise<string> {
  const id = newId();
  await db().insert(projects).values({ id, name, type: "software", createdBy: owner.actor.id });
  await db().insert(projectSequences).values({ projectId: id });
  await addMember(id, owner, "owner");
  return id;
}

export async function addMember(projectId: string, user: TestUser, role: Role): Promise<void> {
  await db().insert(projectCollaborators).values({ id: newId(), projectId, userId: user.actor.id, role });
  dropMemberships(projectId, user.actor.id);
}

/** A team: a project with one person of each role, and an outsider. */
export async function createTeam() {
  const [owner, editor, viewer, outsider] = await Promise.all([createUser("Olga"), createUser("Edda"), createUser("Vito"), createUser("Otto")]);
  const projectId = await createProject(owner);
  await addMember(projectId, editor, "editor");
  await addMember(projectId, viewer, "viewer");
  return { projectId, owner, editor, viewer, outsider };
}

/** A grant by the real check. */
export const grantOf = <P extends Permission>(user: TestUser, projectId: string, permission: P): Promise<Granted<P>> => authorize(user.actor, projectId, permission);

type CallOptions = { as?: TestUser; params?: Record<string, string>; query?: string; body?: unknown; headers?: Record<string, string>; method?: string; signal?: AbortSignal };

/** Calls a route handler in process. A `body` that is a string or bytes goes as it is; anything else as JSON. */
export async function call(handler: RouteHandler, { as, params = {}, query = "", body, headers = {}, method, signal }: CallOptions = {}): Promise<Response> {
  const isRaw = typeof body === "string" || body instanceof Uint8Array || body instanceof FormData;
  const all = new Headers(headers);
  if (as) all.set("authorization", `Bearer ${as.accessToken}`);
  if (body !== undefined && !(body instanceof FormData) && !all.has("content-type")) all.set("content-type", "application/json");
  const request = new NextRequest(`http://localhost:3000/api/test${query}`, {
    method: method ?? (body === undefined ? "GET" : "POST"),
    headers: all,
    body: body === undefined ? undefined : isRaw ? (body as BodyInit) : JSON.stringify(body),
    signal,
  });
  return handler(request, { params: Promise.resolve(params) });
}

/** The JSON of a response, as the type that the test expects. */
export const json = async <T = Record<string, unknown>>(response: Response): Promise<T> => (await response.json()) as T;
