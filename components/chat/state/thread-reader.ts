import type { Message, MessagePage } from "@/lib/chat/schemas";
import type { apiClient } from "@/lib/http/client";
import { api } from "@/lib/http/paths";

/** The part of the API client that a conversation uses. */
export type ThreadApi = Pick<typeof apiClient, "get" | "post" | "put" | "delete">;

export type Place = { projectId: string; sessionId: string };

/** Pages that are read before the messages in between are given up. */
const mostPages = 10;
/** Most messages in one page (the server's limit), and the usual number. */
export const largestPage = 100;
export const usualPage = 50;

/**
 * Reads the newest messages of a branch (`main` is the trunk) down to the message `downTo`, in one request if they are no more than a page.
 * @param expected about how many messages these are
 * @returns them, oldest first; the cursor of those before; and whether `downTo` was reached
 */
export async function readNewest(client: ThreadApi, place: Place, branch: string, downTo: string | null, expected: number): Promise<{ items: Message[]; olderCursor: string | null; joins: boolean }> {
  const limit = Math.min(largestPage, Math.max(usualPage, expected + 10));
  let page = await readPage(client, place, { branch, limit });
  let items = page.items;
  for (let pages = 1; pages < mostPages && page.previousCursor !== null && !reaches(items, downTo); pages += 1) {
    page = await readPage(client, place, { branch, cursor: page.previousCursor, limit: largestPage });
    items = [...page.items, ...items];
  }
  return { items, olderCursor: page.previousCursor, joins: page.previousCursor === null || reaches(items, downTo) };
}

/** Reads one page of messages. @throws ApiError, ConnectionError */
export function readPage(client: ThreadApi, { projectId, sessionId }: Place, page: { cursor?: string; limit?: number; branch?: string; around?: string }): Promise<MessagePage> {
  return client.get<MessagePage>(api.messages(projectId, sessionId, page));
}

/** Reads one message. @throws ApiError, ConnectionError */
export function readMessage(client: ThreadApi, { projectId, sessionId }: Place, id: string): Promise<Message> {
  return client.get<Message>(api.message(projectId, sessionId, id));
}

const reaches = (items: readonly Message[], downTo: string | null): boolean => downTo === null || (items[0] !== undefined && items[0].id <= downTo);
