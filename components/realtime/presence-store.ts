import type { PersonHere } from "@/lib/realtime/schemas";

type Place = { sessionId: string | null; documentId: string | null };

/** Somebody who has the project open: each of their tabs is a place, and `since` is when they came (ISO 8601). */
export type PersonPresent = { userId: string; name: string; places: readonly Place[]; since: string };

/** As the event `presence:changed` tells it: all places of whoever came, moved or left; those with none are gone. */
export type PresenceChange = { userId: string; name: string; places: Place[]; since: string };

/**
 * Who is in a project. The list is read now and then, and events tell what changes: those that come while it is being
 * read may be newer than what was read, so they are laid over it again.
 */
export class PresenceStore {
  private people = new Map<string, PersonPresent>();
  private sorted: readonly PersonPresent[] = [];
  private readonly bySession = new Map<string, readonly PersonPresent[]>();
  private readonly listeners = new Set<() => void>();
  /** What was heard since the reading under way began; null while there is none. */
  private heard: PresenceChange[] | null = null;

  /** Everybody, by name. The same list until something changes. */
  all(): readonly PersonPresent[] {
    return this.sorted;
  }

  /** Those who have a conversation open, by name. The same list until something changes. */
  in(sessionId: string): readonly PersonPresent[] {
    const known = this.bySession.get(sessionId);
    if (known) return known;
    const here = this.sorted.filter(({ places }) => places.some((place) => place.sessionId === sessionId));
    this.bySession.set(sessionId, here.length === 0 ? nobody : here);
    return here.length === 0 ? nobody : here;
  }

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  };

  /** Says that the list is about to be read. */
  beginReading(): void {
    this.heard = [];
  }

  /** Takes the list that was read, one item for each place. */
  takeList(items: readonly PersonHere[]): void {
    const people = new Map<string, PersonPresent>();
    for (const { userId, name, sessionId, documentId, since } of items) {
      const known = people.get(userId);
      const places = [...(known?.places ?? []), { sessionId, documentId }];
      people.set(userId, { userId, name, places, since: known && known.since < since ? known.since : since });
    }
    this.people = people;
    const heard = this.heard ?? [];
    this.heard = null;
    this.apply(heard);
  }

  hear(changes: readonly PresenceChange[]): void {
    this.heard?.push(...changes);
    this.apply(changes);
  }

  /** Nothing is known any more. */
  clear(): void {
    if (this.people.size === 0) return;
    this.people.clear();
    this.apply([]);
  }

  private apply(changes: readonly PresenceChange[]): void {
    for (const { userId, name, places, since } of changes) {
      if (places.length === 0) this.people.delete(userId);
      else this.people.set(userId, { userId, name, places, since });
    }
    this.sorted = [...this.people.values()].toSorted((a, b) => a.name.localeCompare(b.name) || (a.userId < b.userId ? -1 : 1));
    this.bySession.clear();
    for (const listener of this.listeners) listener();
  }
}

/** One list for every empty conversation, so that those who watch one don't see a change where there is none. */
export const nobody: readonly PersonPresent[] = [];
