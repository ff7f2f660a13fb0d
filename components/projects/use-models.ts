"use client";

import { useEffect, useState } from "react";
import type { AssistantModel } from "@/lib/assistant/schemas";
import { apiClient } from "@/lib/http/client";
import { api } from "@/lib/http/paths";
import type { Project } from "@/lib/projects/schemas";

/**
 * The models to choose from, and the name of the one that a project uses where a conversation names none.
 * @returns `models` is null while they are being read, and empty where they can't be
 */
export function useModels(projectId: string): { models: readonly AssistantModel[] | null; projectModel: string | null } {
  const [known, setKnown] = useState<{ models: readonly AssistantModel[] | null; projectModel: string | null }>({ models: null, projectModel: null });
  useEffect(() => {
    const controller = new AbortController();
    const { signal } = controller;
    Promise.all([apiClient.get<{ items: AssistantModel[] }>(api.models(), { signal }), apiClient.get<Project>(api.project(projectId), { signal })]).then(
      ([{ items }, { model }]) => setKnown({ models: items, projectModel: (items.find(({ name }) => name === model) ?? items.find(({ isDefault }) => isDefault))?.name ?? null }),
      // What is set stays shown; other choices come with the next opening.
      () => !signal.aborted && setKnown({ models: [], projectModel: null }),
    );
    return () => controller.abort();
  }, [projectId]);
  return known;
}
