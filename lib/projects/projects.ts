import "server-only";
import { z } from "zod";
import type { Actor, Granted } from "@/lib/access/authorize";
import { requireModel } from "@/lib/core/ai";
import { cached } from "@/lib/core/cache";
import { cacheKeys, cacheLifetimes } from "@/lib/core/cache-keys";
import { momentInput } from "@/lib/core/common-schemas";
import { decodeCursor, toPage } from "@/lib/core/cursor";
import { db, type Tx } from "@/lib/core/db";
import { newId } from "@/lib/core/ids";
import { queueFileRemoval } from "@/lib/core/file-uses";
import { wakeJobs } from "@/lib/core/jobs";
import { AppError } from "@/lib/core/problems";
import { mutate, mutateAccount } from "@/lib/events/mutate";
import { deleteProjectRow, findProject, insertProject, listFileHashes, listProjectsOf, lockProject, updateProjectRow, type ProjectRow, type SortKey } from "./queries";
import { projectSorts, type CreateProjectInput, type ListProjectsQuery, type Project, type UpdateProjectInput } from "./schemas";

/** Founds a project; the founder owns it. */
export function createProject(by: Actor, input: CreateProjectInput): Promise<Project> {
  return mutateAccount(by, async (tx, emitIn) => {
    const row = await insertProject(tx, { ...input, id: newId(), createdBy: by.id });
    emitIn(row.id, "project:created", { name: row.name }, { thing: toThing(row) });
    return toProject(row, "owner");
  });
}

/** The caller's projects. Filters combine; each sort has cursors of its own. */
export async function listProjects(by: Actor, { sort, cursor, limit, ...filters }: ListProjectsQuery): Promise<{ items: Project[]; nextCursor: string | null }> {
  // What is left of a sort's name without its sign is a key: both stand in one table of names.
  const key = sort.replace("-", "") as SortKey;
  const after = cursor ? decodeCursor(cursors[key], cursor) : null;
  if (after && after[0] !== sort) throw new AppError("validation-failed", undefined, { errors: [{ pointer: "?cursor", detail: "belongs to another sort" }] });
  const rows = await listProjectsOf(db(), by.id, { ...filters, key, descending: sort.startsWith("-"), after: after && { value: after[1], id: after[2] }, limit: limit + 1 });
  const page = toPage(rows, limit, (row) => [sort, row.sortValue, row.project.id]);
  return { ...page, items: page.items.map((row) => toProject(row.project, row.role)) };
}

const moment = z.tuple([z.enum(projectSorts), momentInput, z.guid()]);
const text = z.tuple([z.enum(projectSorts), z.string().max(500).refine((value) => !value.includes("\u0000")), z.guid()]);
const cursors = { updated: moment, created: moment, name: text } as const;

/** The project's details, with the caller's role. */
export async function getProject(by: Granted<"project.read">): Promise<Project> {
  const row = await cached(cacheKeys.project(by.projectId), cacheLifetimes.project, () => findProject(db(), by.projectId));
  if (!row) throw new AppError("not-found");
  return toProject(row, by.role);
}

/**
 * Changes what is given, if `version` is still the present one. What changes nothing makes no event and no version.
 * @throws AppError `stale` with `current` and `yours`; `validation-failed` for a model that isn't configured
 */
export async function updateProject(by: Granted<"project.update">, { version, ...input }: UpdateProjectInput & { version: number }): Promise<Project> {
  if (input.model) requireModel(input.model);
  return mutate(by, async (tx, emit) => {
    const row = await getLocked(tx, by.projectId);
    if (row.version !== version) throw new AppError("stale", undefined, { extra: { current: toProject(row, by.role), yours: { ...input, version } } });
    const fields = changeable.filter((field) => input[field] !== undefined && JSON.stringify(input[field]) !== JSON.stringify(row[field]));
    if (fields.length === 0) return toProject(row, by.role);
    const updated = await updateProjectRow(tx, row.id, Object.fromEntries(fields.map((field) => [field, input[field]])));
    emit("project:updated", { name: updated.name, fields }, { thing: toThing(updated) });
    return toProject(updated, by.role);
  });
}

const changeable = ["name", "description", "type", "tags", "instructions", "model"] as const;

/** Makes the project read-only. */
export const archiveProject = (by: Granted<"project.archive">): Promise<Project> => setStatus(by, "archived", "project:archived");

/** Makes an archived project writable again. */
export const restoreProject = (by: Granted<"project.archive">): Promise<Project> => setStatus(by, "active", "project:restored");

/** Deletes the project with everything in it. Its streams end, because nobody is a member any more. */
export async function deleteProject(by: Granted<"project.delete">): Promise<void> {
  await mutate(by, async (tx, _emit, control) => {
    await getLocked(tx, by.projectId);
    const hashes = await listFileHashes(tx, by.projectId);
    await deleteProjectRow(tx, by.projectId);
    for (const hash of hashes) await queueFileRemoval(tx, by.projectId, hash);
    control({ kind: "cache-dropped", keys: [cacheKeys.project(by.projectId), cacheKeys.collaborators(by.projectId)] });
    control({ kind: "membership-changed", projectId: by.projectId });
  });
  wakeJobs();
}

function setStatus(by: Granted<"project.archive">, status: ProjectRow["status"], event: "project:archived" | "project:restored"): Promise<Project> {
  return mutate(by, async (tx, emit, control) => {
    const row = await getLocked(tx, by.projectId);
    if (row.status === status) return toProject(row, by.role);
    const updated = await updateProjectRow(tx, row.id, { status });
    emit(event, { name: updated.name }, { thing: toThing(updated) });
    // Memberships are kept in memory with the project's status.
    control({ kind: "membership-changed", projectId: row.id });
    return toProject(updated, by.role);
  });
}

async function getLocked(tx: Tx, projectId: string): Promise<ProjectRow> {
  const row = await lockProject(tx, projectId);
  if (!row) throw new AppError("not-found");
  return row;
}

/** What all members may see alike, so without anyone's role. */
const toThing = ({ id, name, description, type, tags, instructions, model, status, version, createdBy, createdAt, updatedAt }: ProjectRow): Omit<Project, "role"> => ({
  id,
  name,
  description,
  type,
  tags,
  instructions,
  model,
  status,
  version,
  createdBy,
  createdAt,
  updatedAt,
});

const toProject = (row: ProjectRow, role: string): Project => ({ ...toThing(row), role });
