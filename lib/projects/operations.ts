import "server-only";
import { AppError } from "@/lib/core/problems";
import { defineOperation, type RequestInfo } from "@/lib/http/operation";
import { api } from "@/lib/http/paths";
import { archiveProject, createProject, deleteProject, getProject, listProjects, restoreProject, updateProject } from "./projects";
import { createProjectInput, listProjectsQuery, project, projectPage, projectParams, updateProjectInput } from "./schemas";

export const create = defineOperation({
  summary: "Create a project",
  access: "user",
  body: createProjectInput,
  response: project,
  status: 201,
  location: ({ id }) => api.project(id),
  run: ({ by, body }) => createProject(by, body),
});

export const list = defineOperation({
  summary: "One's own projects",
  access: "user",
  query: listProjectsQuery,
  response: projectPage,
  run: ({ by, query }) => listProjects(by, query),
});

export const read = defineOperation({
  summary: "A project's details",
  access: "project.read",
  params: projectParams,
  response: project,
  run: ({ by }) => getProject(by),
});

export const update = defineOperation({
  summary: "Change a project",
  description: "Needs the version that was read, in the body or as `If-Match`. A stale one gets both versions back.",
  access: "project.update",
  params: projectParams,
  body: updateProjectInput,
  response: project,
  problems: ["stale"],
  run: ({ by, body, info }) => updateProject(by, { ...body, version: body.version ?? versionOf(info) }),
});

export const archive = defineOperation({
  summary: "Archive a project",
  access: "project.archive",
  params: projectParams,
  response: project,
  run: ({ by }) => archiveProject(by),
});

export const restore = defineOperation({
  summary: "Restore an archived project",
  access: "project.archive",
  params: projectParams,
  response: project,
  run: ({ by }) => restoreProject(by),
});

export const remove = defineOperation({
  summary: "Delete a project with everything in it",
  access: "project.delete",
  params: projectParams,
  response: null,
  run: ({ by }) => deleteProject(by),
});

/** The version in `If-Match`, with or without the quotes of an entity tag. */
function versionOf({ request }: RequestInfo): number {
  const version = /^(?:W\/)?"?([1-9]\d{0,8})"?$/.exec(request?.headers.get("if-match")?.trim() ?? "")?.[1];
  if (!version) throw new AppError("validation-failed", undefined, { errors: [{ pointer: "/version", detail: "is needed: the version that you read" }] });
  return Number(version);
}
