import "server-only";
import { defineOperation } from "@/lib/http/operation";
import { api } from "@/lib/http/paths";
import * as schemas from "./schemas";
import { createSession, deleteSession, getSession, listSessions, updateSession } from "./sessions";

export const createSessionOperation = defineOperation({
  summary: "Open a conversation",
  access: "chat.write",
  params: schemas.projectParams,
  body: schemas.createSessionInput,
  response: schemas.chatSession,
  status: 201,
  location: (session) => api.chatSession(session.projectId, session.id),
  run: ({ by, body }) => createSession(by, body),
});

export const listSessionsOperation = defineOperation({
  summary: "List conversations",
  description: "Those with the newest activity first; archived ones apart, with `archived=true`.",
  access: "chat.read",
  params: schemas.projectParams,
  query: schemas.listSessionsQuery,
  response: schemas.chatSessionPage,
  run: ({ by, query }) => listSessions(by, query),
});

export const getSessionOperation = defineOperation({
  summary: "Read a conversation's title and state",
  access: "chat.read",
  params: schemas.sessionParams,
  response: schemas.chatSession,
  run: ({ by, params }) => getSession(by, params.sessionId),
});

export const updateSessionOperation = defineOperation({
  summary: "Rename or archive a conversation",
  access: "chat.write",
  params: schemas.sessionParams,
  body: schemas.updateSessionInput,
  response: schemas.chatSession,
  run: ({ by, params, body }) => updateSession(by, params.sessionId, body),
});

export const deleteSessionOperation = defineOperation({
  summary: "Delete a conversation",
  description: "For whoever opened it, and for moderators.",
  access: "chat.write",
  params: schemas.sessionParams,
  response: null,
  run: ({ by, params }) => deleteSession(by, params.sessionId),
});
