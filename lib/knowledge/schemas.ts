import { z } from "zod";
import { idParam, isoTime, line, pageOf, pageQuery, tagList } from "@/lib/core/common-schemas";

export const documentTypes = ["pdf", "txt", "md"] as const;
const documentStatuses = ["queued", "processing", "ready", "failed"] as const;
/** Why a document could not be read; the interface words each. */
export const documentProblems = ["damaged", "encoding", "encrypted", "empty", "too-long", "unsupported", "internal"] as const;
/** Most bytes of one uploaded file. */
export const mostFileBytes = 25_000_000;

/** What the interface tells a browser, so that a file that would be refused isn't sent first. */
export const uploadLimits = { mostBytes: mostFileBytes, types: documentTypes };

/** Most files of one upload. */
export const mostFiles = 20;

export const projectKnowledgeParams = z.object({ projectId: idParam });
export const documentParams = z.object({ projectId: idParam, documentId: idParam });

const textDocumentInput = z.object({
  title: line(255),
  content: z.string().max(5_000_000).refine((text) => text.trim().length > 0, "must not be empty"),
  documentType: z.enum(["txt", "md"]).default("md"),
  tags: tagList.default([]),
});
/** Null when the request is an upload (`multipart/form-data`). */
export const createDocumentInput = textDocumentInput.nullable();

/** The parts of an upload: one or several named `file`. */
export const uploadForm = z.object({ file: z.array(z.file()).min(1).max(mostFiles) });

export const document = z
  .object({
    id: z.uuid(),
    projectId: z.uuid(),
    userId: z.uuid().nullable(),
    title: z.string(),
    documentType: z.string(),
    mediaType: z.string(),
    fileSize: z.number().int(),
    tags: z.array(z.string()),
    /** What came with a message is only searched for its conversation, and left out of lists. */
    scope: z.enum(["project", "conversation"]),
    /** The conversation that it came with; null for the project's own, and until the message is sent. */
    sessionId: z.uuid().nullable(),
    status: z.enum(documentStatuses),
    /** 0 to 1 while it is processed. */
    progress: z.number(),
    problem: z.enum(documentProblems).nullable(),
    pageCount: z.number().int().nullable(),
    chunkCount: z.number().int().nullable(),
    createdAt: isoTime,
    updatedAt: isoTime,
  })
  .meta({ id: "Document" });
export type Document = z.infer<typeof document>;
export const documentPage = pageOf(document);

/** One document for JSON and for a single file; `items` for several files. */
export const createdDocuments = z.union([document, z.object({ items: z.array(document) })]);
export const updateDocumentInput = z.object({
  title: line(255).optional(),
  tags: tagList.optional(),
  /** `project` adds what came with a message to the project's documents; there is no way back. */
  scope: z.literal("project").optional(),
});
export const listDocumentsQuery = pageQuery.extend({
  q: z.string().trim().max(200).optional(),
  type: z.enum(documentTypes).optional(),
  status: z.enum(documentStatuses).optional(),
  tag: z.string().trim().max(40).optional(),
});

const textPage = z.object({ page: z.number().int(), content: z.string() }).meta({ id: "DocumentPage" });
export type TextPage = z.infer<typeof textPage>;
export const listPagesQuery = z.object({ from: z.coerce.number().int().min(1).max(1_000_000_000).default(1), limit: z.coerce.number().int().min(1).max(50).default(20) });
export const textPages = z.object({ items: z.array(textPage), nextCursor: z.string().nullable() });

export const searchInput = z.object({
  query: z.string().trim().min(1, "must not be empty").max(2000),
  mode: z.enum(["hybrid", "semantic", "text"]).default("text"),
  limit: z.number().int().min(1).max(50).default(10),
  filters: z.object({ documentIds: z.array(idParam).max(100).optional() }).optional(),
  /** From the answer before, for the same query. */
  cursor: z.string().max(2000).optional(),
});
const searchHit = z
  .object({
    documentId: z.uuid(),
    title: z.string(),
    chunkIndex: z.number().int(),
    page: z.number().int(),
    start: z.number().int(),
    end: z.number().int(),
    text: z.string(),
    heading: z.string().nullable(),
    /** Character ranges of `text` that hold words of the query. */
    highlights: z.array(z.object({ start: z.number().int(), end: z.number().int() })),
    score: z.number(),
  })
  .meta({ id: "SearchHit" });
export type SearchHit = z.infer<typeof searchHit>;
export const searchPage = pageOf(searchHit);
