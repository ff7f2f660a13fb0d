"use client";

import { useEffect, useState } from "react";
import type { Collaborator } from "@/lib/collaboration/schemas";
import { apiClient } from "@/lib/http/client";
import { api } from "@/lib/http/paths";

export type Person = { id: string; name: string };

/** The project's people, to choose from. None while they are being read, and where they can't be. */
export function useMembers(projectId: string): Person[] {
  const [members, setMembers] = useState<Person[]>([]);
  useEffect(() => {
    const controller = new AbortController();
    apiClient.get<{ items: Collaborator[] }>(api.collaborators(projectId, { limit: 100 }), { signal: controller.signal }).then(
      ({ items }) => setMembers(items.map(({ userId, name }) => ({ id: userId, name }))),
      // One choice less.
      () => undefined,
    );
    return () => controller.abort();
  }, [projectId]);
  return members;
}
