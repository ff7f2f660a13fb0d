import { z } from "zod";
import { idParam, isoTime, line, pageOf, pageQuery, tagList } from "@/lib/core/common-schemas";

export const projectTypes = ["software", "business", "creative", "research", "marketing", "educational", "other"] as const;
const projectStatuses = ["active", "archived"] as const;
export const projectSorts = ["updated", "-updated", "created", "-created", "name", "-name"] as const;

export const projectParams = z.object({ projectId: idParam });

const fields = {
  name: line(120),
  description: z.string().trim().max(2000),
  type: z.enum(projectTypes),
  tags: tagList,
  instructions: z.string().trim().max(8000).meta({ description: "What the assistant is told in every conversation of the project." }),
};

export const createProjectInput = z.object({
  name: fields.name,
  description: fields.description.default(""),
  type: fields.type.default("software"),
  tags: fields.tags.default([]),
  instructions: fields.instructions.default(""),
});
export type CreateProjectInput = z.output<typeof createProjectInput>;

export const updateProjectInput = z.object({
  name: fields.name.optional(),
  description: fields.description.optional(),
  type: fields.type.optional(),
  tags: fields.tags.optional(),
  instructions: fields.instructions.optional(),
  /** One of the configured models; null is the instance's first. */
  model: z.string().max(127).nullable().optional(),
  /** The version that was read; instead of it, `If-Match` may carry it. */
  version: z.number().int().positive().optional(),
});
export type UpdateProjectInput = z.output<typeof updateProjectInput>;

export const project = z
  .object({
    id: z.uuid(),
    name: z.string(),
    description: z.string(),
    type: z.string(),
    tags: z.array(z.string()),
    instructions: z.string(),
    /** The model that answers where a conversation names none; null is the instance's first. */
    model: z.string().nullable(),
    status: z.enum(projectStatuses),
    version: z.number().int(),
    createdBy: z.uuid().nullable(),
    createdAt: isoTime,
    updatedAt: isoTime,
    /** The caller's own role in it. */
    role: z.string(),
  })
  .meta({ id: "Project" });
export type Project = z.infer<typeof project>;

export const projectPage = pageOf(project);
export const listProjectsQuery = pageQuery.extend({
  q: z.string().trim().max(200).optional().meta({ description: "Text in the name or description." }),
  status: z.enum(projectStatuses).optional(),
  tag: z.string().trim().max(40).optional(),
  role: z.string().max(64).optional().meta({ description: "The caller's own role." }),
  sort: z.enum(projectSorts).default("-updated"),
});
export type ListProjectsQuery = z.output<typeof listProjectsQuery>;
