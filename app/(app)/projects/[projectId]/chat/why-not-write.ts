import { can } from "@/lib/access/permissions";
import type { Project } from "@/lib/projects/schemas";

/** Why somebody may only read a project's chat, or null for who may write. */
export function whyNotWrite({ status, role }: Pick<Project, "status" | "role">): "archivedProject" | "viewer" | null {
  if (status === "archived") return "archivedProject";
  return can(role, "chat.write") ? null : "viewer";
}
