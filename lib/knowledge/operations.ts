import "server-only";
import { AppError } from "@/lib/core/problems";
import { download } from "@/lib/http/download";
import { isMultipart } from "@/lib/http/multipart";
import { defineOperation } from "@/lib/http/operation";
import { api } from "@/lib/http/paths";
import * as documents from "./documents";
import { createDocumentInput, createdDocuments, document, documentPage, documentParams, listDocumentsQuery, listPagesQuery, projectKnowledgeParams, searchInput, searchPage, textPages, updateDocumentInput, uploadForm } from "./schemas";
import { searchKnowledgePage } from "./search";

export const createDocument = defineOperation({
  summary: "Add documents",
  description:
    "Either files (`multipart/form-data`, one or several parts named `file`; PDF, TXT or MD, 25 MB each, 20 at once, all or none), or a text as JSON. One file gives the document, several give `items`. They are read in the background: follow `status`, or the events `document:progress` and `document:updated`.",
  access: "knowledge.write",
  params: projectKnowledgeParams,
  body: createDocumentInput,
  multipart: uploadForm,
  response: createdDocuments,
  status: 201,
  limit: "upload",
  // Five million characters of text take up to three bytes each, and more where JSON escapes them.
  maxBytes: 25_000_000,
  location: (made) => ("items" in made ? api.documents(made.items[0]?.projectId ?? "") : api.document(made.projectId, made.id)),
  run: async ({ by, body, info }) => {
    if (body) return documents.createTextDocument(by, body);
    if (!info.request || !isMultipart(info.request)) throw new AppError("validation-failed", undefined, { errors: [{ pointer: "/", detail: "must be an object" }] });
    const made = await documents.uploadDocuments(by, info.request);
    const [first] = made;
    return made.length === 1 && first ? first : { items: made };
  },
});

export const listDocuments = defineOperation({
  summary: "List documents",
  description: "Newest first. `q` looks for a part of the title. What came with messages is left out.",
  access: "knowledge.read",
  params: projectKnowledgeParams,
  query: listDocumentsQuery,
  response: documentPage,
  run: ({ by, query }) => documents.listDocuments(by, query),
});

export const getDocument = defineOperation({
  summary: "Read a document's details",
  description: "What was uploaded for a message that isn't sent yet is there for its sender only.",
  access: "knowledge.read",
  params: documentParams,
  response: document,
  run: ({ by, params }) => documents.getDocument(by, params.documentId),
});

export const updateDocument = defineOperation({
  summary: "Change a document's title or tags",
  description: "The scope `project` adds what came with a message to the project's documents.",
  access: "knowledge.write",
  params: documentParams,
  body: updateDocumentInput,
  response: document,
  run: ({ by, params, body }) => documents.updateDocument(by, params.documentId, body),
});

export const deleteDocument = defineOperation({
  summary: "Delete a document",
  description: "Its text and passages go with it, and its file unless another document is made of the same one.",
  access: "knowledge.write",
  params: documentParams,
  response: null,
  run: ({ by, params }) => documents.deleteDocument(by, params.documentId),
});

export const retryDocument = defineOperation({
  summary: "Read a failed document again",
  access: "knowledge.write",
  params: documentParams,
  response: document,
  status: 202,
  limit: "upload",
  run: ({ by, params }) => documents.retryDocument(by, params.documentId),
});

export const listDocumentPages = defineOperation({
  summary: "Read a document's text by page",
  description: "Pages count from 1; plain text and Markdown have a single one. `nextCursor` is the `from` of the next request.",
  access: "knowledge.read",
  params: documentParams,
  query: listPagesQuery,
  response: textPages,
  run: ({ by, params, query }) => documents.listDocumentPages(by, params.documentId, query),
});

export const downloadDocument = defineOperation({
  summary: "Download a document's original file",
  description: "Always as a download that no browser runs.",
  access: "knowledge.read",
  params: documentParams,
  response: null,
  produces: { "application/pdf": "A PDF", "text/plain": "Plain text or Markdown" },
  run: async ({ by, params }) => {
    const { stream, fileName, mediaType, size } = await documents.openDocumentFile(by, params.documentId);
    return download(stream, { name: fileName, mediaType, size });
  },
});

export const searchDocuments = defineOperation({
  summary: "Search the documents",
  description:
    "Made for whole questions: any word may match, rare ones count more. Passages come best first; `highlights` are character ranges of `text`. Without embeddings, the modes `hybrid` and `semantic` search the text as well.",
  access: "knowledge.read",
  params: projectKnowledgeParams,
  body: searchInput,
  response: searchPage,
  status: 200,
  limit: "read",
  run: ({ by, body }) => searchKnowledgePage(by, { query: body.query, limit: body.limit, documentIds: body.filters?.documentIds, cursor: body.cursor }),
});
