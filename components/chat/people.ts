"use client";

import { useEffect, useSyncExternalStore } from "react";
import type { Collaborator } from "@/lib/collaboration/schemas";
import { apiClient } from "@/lib/http/client";
import { api } from "@/lib/http/paths";

export type Person = { id: string; name: string };

/** Members change seldom; after this time (milliseconds) they are read again when they are next asked for. */
const freshMs = 60_000;
const pageSize = 100;
/** More members than this aren't read into a browser. */
const mostPages = 20;

/** Who is in a project, read when it is first asked for: names for those whose ids a message carries. */
export class People {
  private people: readonly Person[] = [];
  private readAt = -Infinity;
  private reading: Promise<void> | null = null;
  private readonly listeners = new Set<() => void>();
  private readonly projectId: string;
  private readonly client: Pick<typeof apiClient, "get">;

  constructor(projectId: string, client: Pick<typeof apiClient, "get"> = apiClient) {
    this.projectId = projectId;
    this.client = client;
  }

  /** The same array until it changes; empty until it was read. */
  get = (): readonly Person[] => this.people;

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  };

  nameOf(userId: string): string | null {
    return this.people.find(({ id }) => id === userId)?.name ?? null;
  }

  /** Reads them unless that was just done. A failure leaves what is known, and the next call tries again. */
  load(): Promise<void> {
    if (Date.now() - this.readAt < freshMs) return Promise.resolve();
    this.reading ??= this.read().finally(() => {
      this.reading = null;
    });
    return this.reading;
  }

  private async read(): Promise<void> {
    const found: Person[] = [];
    try {
      for (let cursor: string | undefined, pages = 0; pages < mostPages; pages += 1) {
        const page = await this.client.get<{ items: Collaborator[]; nextCursor: string | null }>(api.collaborators(this.projectId, { limit: pageSize, ...(cursor ? { cursor } : {}) }));
        found.push(...page.items.map(({ userId: id, name }) => ({ id, name })));
        if (page.nextCursor === null) break;
        cursor = page.nextCursor;
      }
    } catch {
      // Names are a help: where they can't be had, what is known has to do.
      return;
    }
    this.people = found;
    this.readAt = Date.now();
    for (const notify of this.listeners) notify();
  }
}

const byProject = new Map<string, People>();

/** A project's people, the same object for all who ask. */
export function peopleOf(projectId: string): People {
  const known = byProject.get(projectId) ?? new People(projectId);
  byProject.set(projectId, known);
  return known;
}

/** A project's people, kept up to date while it is shown; nothing is read unless `wanted`. */
export function usePeople(projectId: string, wanted = true): readonly Person[] {
  const people = peopleOf(projectId);
  useEffect(() => {
    if (wanted) void people.load();
  }, [people, wanted]);
  return useSyncExternalStore(people.subscribe, people.get, people.get);
}
