"use server";

import { action } from "@/lib/http/action";
import { archive, remove, restore, update } from "@/lib/projects/operations";

export const saveProject = action(update);
export const archiveProject = action(archive);
export const restoreProject = action(restore);
export const deleteProject = action(remove);
