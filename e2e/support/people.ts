import type { BrowserContext, Page } from "@playwright/test";
import { password, register, request, type ApiUser } from "./api";

/** Somebody with an account, a browser of their own that is signed in, and a page in it. */
export type Person = ApiUser & { name: string; password: string; url: string; context: BrowserContext; page: Page };

/** Registers somebody through the API and signs their browser in, as the sign-in page would. */
export async function personIn(context: BrowserContext, url: string, name: string): Promise<Person> {
  const user = await register(url, name);
  await signIn(context, url, user.email);
  return { ...user, name, password, url, context, page: await context.newPage() };
}

async function signIn(context: BrowserContext, url: string, email: string): Promise<void> {
  // Both are answers of next-auth.
  const { csrfToken } = (await (await context.request.get(`${url}/api/auth/csrf`)).json()) as { csrfToken: string };
  const answer = await context.request.post(`${url}/api/auth/callback/credentials`, { form: { csrfToken, email, password, json: "true" } });
  if (!answer.ok()) throw new Error(`Signing in answered ${answer.status()}: ${await answer.text()}`);
}

/** A project and a conversation in it. */
export type Conversation = { projectId: string; sessionId: string };

export async function makeProject(owner: ApiUser & { url: string }, name: string, values: Record<string, unknown> = {}): Promise<string> {
  return (await request<{ id: string }>(owner.url, "POST", "/api/projects", owner.token, { name, ...values })).id;
}

export async function makeConversation(owner: ApiUser & { url: string }, name: string): Promise<Conversation> {
  const projectId = await makeProject(owner, name);
  const session = await request<{ id: string }>(owner.url, "POST", `/api/projects/${projectId}/chat/sessions`, owner.token, { title: name });
  return { projectId, sessionId: session.id };
}

/** Writes a message through the API; the assistant answers it. */
export async function write(person: ApiUser & { url: string }, { projectId, sessionId }: Conversation, content: string): Promise<void> {
  await request(person.url, "POST", `/api/projects/${projectId}/chat/${sessionId}/message`, person.token, { content });
}
