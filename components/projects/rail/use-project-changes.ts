"use client";

import { useRouter } from "next/navigation";
import { useProjectEvents } from "@/components/realtime/provider";

/** Renders the page anew when the project itself or one's own role in it changes. */
export function useProjectChanges(projectId: string, position: number, userId: string): void {
  const router = useRouter();
  useProjectEvents(projectId, position, {
    onEvent: ({ name, payload }) => {
      const isOwnRole = name === "member:updated" && payload["memberId"] === userId;
      if (isOwnRole || name === "project:updated" || name === "project:archived" || name === "project:restored") router.refresh();
    },
    onReset: () => router.refresh(),
  });
}
