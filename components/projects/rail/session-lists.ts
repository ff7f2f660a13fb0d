import type { ChatSession } from "@/lib/chat/schemas";

export type SessionPage = { items: ChatSession[]; nextCursor: string | null };

/** The project's conversations, newest activity first. `archived` is null until somebody looks at it. */
export type SessionLists = { active: SessionPage; archived: SessionPage | null };

/** Adds a further page. */
export function join(known: SessionPage | null, next: SessionPage): SessionPage {
  const ids = new Set(known?.items.map((item) => item.id));
  return { items: [...(known?.items ?? []), ...next.items.filter((item) => !ids.has(item.id))].toSorted(byActivity), nextCursor: next.nextCursor };
}

export function without<Lists extends SessionLists>(lists: Lists, sessionId: string): Lists {
  const drop = (page: SessionPage): SessionPage => ({ ...page, items: page.items.filter((item) => item.id !== sessionId) });
  return { ...lists, active: drop(lists.active), archived: lists.archived && drop(lists.archived) };
}

/** Puts a conversation where it belongs now. */
export function put<Lists extends SessionLists>(lists: Lists, session: ChatSession): Lists {
  const rest = without(lists, session.id);
  const add = (page: SessionPage): SessionPage => ({ ...page, items: [...page.items, session].toSorted(byActivity) });
  return session.archived ? { ...rest, archived: rest.archived && add(rest.archived) } : { ...rest, active: add(rest.active) };
}

/** Whether a conversation is in one of the lists, as far as these have been read. */
export function has({ active, archived }: SessionLists, sessionId: string): boolean {
  return [active, archived].some((page) => page?.items.some(({ id }) => id === sessionId));
}

/** Something happened in a conversation. One that is not in the list has to be read first (`has`). */
export function touch<Lists extends SessionLists>(lists: Lists, sessionId: string, at: string): Lists {
  const session = lists.active.items.find((item) => item.id === sessionId);
  return session && session.updatedAt < at ? put(lists, { ...session, updatedAt: at }) : lists;
}

const byActivity = (a: ChatSession, b: ChatSession): number => (a.updatedAt === b.updatedAt ? (a.id < b.id ? 1 : -1) : a.updatedAt < b.updatedAt ? 1 : -1);
