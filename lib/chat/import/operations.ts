import "server-only";
import { pageQuery } from "@/lib/core/common-schemas";
import { AppError } from "@/lib/core/problems";
import { defineOperation } from "@/lib/http/operation";
import { api } from "@/lib/http/paths";
import * as imports from "./imports";
import { chatImport, chatImportPage, importForm, importParams, projectImportParams } from "./schemas";

export const createImportOperation = defineOperation({
  summary: "Import conversations",
  description:
    "An export of ChatGPT, Claude, Open WebUI or LibreChat, as a zip file or the JSON file in it, as `multipart/form-data` with one part named `file`, 500 MB at most. It is read in the background: follow `status`, or the event `chat:import:progress`. Conversations that are there already, say nothing, are larger than 10 MB or have more than 10,000 messages or 200 branches are left out, as `skipReasons` says. A message longer than 32,000 characters becomes several. A file may hold 50,000 conversations and 1 GB unpacked.",
  access: "chat.write",
  params: projectImportParams,
  multipart: importForm,
  response: chatImport,
  status: 201,
  limit: "upload",
  location: (made) => api.chatImport(made.projectId, made.id),
  run: async ({ by, info }) => {
    // A server action has no request, and no form of the interface comes this way.
    if (!info.request) throw new AppError("malformed-request");
    return imports.createImport(by, info.request);
  },
});

export const listImportsOperation = defineOperation({
  summary: "List imports",
  description: "Newest first.",
  access: "chat.read",
  params: projectImportParams,
  query: pageQuery,
  response: chatImportPage,
  run: ({ by, query }) => imports.listImports(by, query),
});

export const getImportOperation = defineOperation({
  summary: "Read an import's progress",
  access: "chat.read",
  params: importParams,
  response: chatImport,
  run: ({ by, params }) => imports.getImport(by, params.importId),
});

export const cancelImportOperation = defineOperation({
  summary: "Cancel an import",
  description: "What it has brought in stays. For whoever began it, and for moderators.",
  access: "chat.write",
  params: importParams,
  response: null,
  run: ({ by, params }) => imports.cancelImport(by, params.importId),
});
