/** A person who uses the API. */
export type ApiUser = { userId: string; email: string; token: string };

export type ApiMessage = { id: string; content: string; role: "user" | "assistant"; status: string; replyTo: string | null };

/** Calls the API of a server and expects success. */
export async function request<T>(url: string, method: string, path: string, token: string | null, body?: unknown): Promise<T> {
  const response = await fetch(url + path, {
    method,
    headers: { "x-forwarded-for": anyAddress(), ...(token ? { authorization: `Bearer ${token}` } : {}), ...(body === undefined ? {} : { "content-type": "application/json" }) },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${await response.text()}`);
  // The caller names the type that the API documents.
  return (response.status === 204 ? null : await response.json()) as T;
}

/**
 * An address to come from, because limits on registering and signing in count by address. It is believed by servers
 * that trust this machine as a proxy.
 */
export const anyAddress = (): string => `10.${[0, 0, 0].map(() => Math.floor(Math.random() * 256)).join(".")}`;

export const password = "plum-tree-in-the-yard";

/** Registers a new account. */
export async function register(url: string, name: string): Promise<ApiUser> {
  const email = `${name.toLowerCase()}-${crypto.randomUUID()}@example.org`;
  const answer = await request<{ user: { id: string }; accessToken: string }>(url, "POST", "/api/auth/register", null, { name, email, password });
  return { userId: answer.user.id, email, token: answer.accessToken };
}

/** Invites one person and lets them accept. */
export async function addMember(url: string, projectId: string, owner: ApiUser, member: ApiUser, role: "owner" | "editor" | "viewer"): Promise<void> {
  const invitation = await request<{ id: string; acceptUrl: string }>(url, "POST", `/api/projects/${projectId}/collaborators`, owner.token, { email: member.email, role });
  const token = new URL(invitation.acceptUrl).searchParams.get("token");
  await request(url, "POST", `/api/projects/${projectId}/invitations/${invitation.id}/accept`, member.token, { token });
}

/** All messages of a session, oldest first. */
export async function listAllMessages(url: string, projectId: string, sessionId: string, token: string): Promise<ApiMessage[]> {
  const messages: ApiMessage[] = [];
  for (let cursor: string | null = ""; cursor !== null; ) {
    const page: { items: ApiMessage[]; previousCursor: string | null } = await request(url, "GET", `/api/projects/${projectId}/chat/${sessionId}/messages?limit=100${cursor ? `&cursor=${cursor}` : ""}`, token);
    messages.unshift(...page.items);
    cursor = page.previousCursor;
  }
  return messages;
}
