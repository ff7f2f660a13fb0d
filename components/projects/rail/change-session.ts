import type { ChatSession, UpdateSessionInput } from "@/lib/chat/schemas";
import { apiClient, ApiError } from "@/lib/http/client";
import { api } from "@/lib/http/paths";

/**
 * Changes a conversation: `show` gets it as it is to be, then as the server has it. After a failure it is read again,
 * because others may have changed it meanwhile; where that fails too it is as it was before, unless it is gone.
 * @throws ApiError, ConnectionError
 */
export async function changeSession(session: ChatSession, changes: UpdateSessionInput, show: (session: ChatSession) => void, client: Pick<typeof apiClient, "get" | "patch"> = apiClient): Promise<void> {
  const address = api.chatSession(session.projectId, session.id);
  show({ ...session, ...definedOnly(changes) });
  try {
    show(await client.patch<ChatSession>(address, changes));
  } catch (error) {
    const now = await client.get<ChatSession>(address).catch((reading: unknown) => (isGone(reading) ? null : session));
    if (now) show(now);
    throw error;
  }
}

/** What is left out is not changed. */
const definedOnly = (changes: UpdateSessionInput): Partial<ChatSession> => Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));
const isGone = (error: unknown): boolean => error instanceof ApiError && error.problem.code === "not-found";
