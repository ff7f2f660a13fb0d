import "server-only";
import { pageQuery } from "@/lib/core/common-schemas";
import { defineOperation } from "@/lib/http/operation";
import { api } from "@/lib/http/paths";
import * as schemas from "./schemas";
import { searchMessages } from "./search";
import { deleteSession, restoreSession } from "./session-deletion";
import { getSessionState, listReaders, listSessionStates, markRead, saveDraft, setSessionPin } from "./session-state";
import { createSession, getSession, listSessions, updateSession } from "./sessions";

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
  summary: "Rename, archive or set up a conversation",
  description: "`model` is one of the configured models, or null for the project's. Only messages move a conversation up the list.",
  access: "chat.write",
  params: schemas.sessionParams,
  body: schemas.updateSessionInput,
  response: schemas.chatSession,
  run: ({ by, params, body }) => updateSession(by, params.sessionId, body),
});

export const deleteSessionOperation = defineOperation({
  summary: "Delete a conversation",
  description: "For whoever opened it, and for moderators. It is invisible at once, can be restored for 24 hours, and is removed then with its files.",
  access: "chat.write",
  params: schemas.sessionParams,
  response: null,
  run: ({ by, params }) => deleteSession(by, params.sessionId),
});

export const restoreSessionOperation = defineOperation({
  summary: "Restore a deleted conversation",
  description: "Within 24 hours, for whoever opened it and for moderators.",
  access: "chat.write",
  params: schemas.sessionParams,
  response: schemas.chatSession,
  status: 200,
  run: ({ by, params }) => restoreSession(by, params.sessionId),
});

export const getSessionStateOperation = defineOperation({
  summary: "Read what a conversation is to you",
  description: "How much of it you haven't read, whether you pinned it, and what you began to write.",
  access: "chat.read",
  params: schemas.sessionParams,
  response: schemas.sessionState,
  run: ({ by, params }) => getSessionState(by, params.sessionId),
});

export const listSessionStatesOperation = defineOperation({
  summary: "List the conversations in which something awaits you",
  description: "Those with unread messages, a draft or a pin of yours, the newest activity first. Archived conversations are left out.",
  access: "chat.read",
  params: schemas.projectParams,
  query: pageQuery,
  response: schemas.sessionStatePage,
  run: ({ by, query }) => listSessionStates(by, query),
});

export const markReadOperation = defineOperation({
  summary: "Tell how far you have read",
  description: "The message and everything before it count as read; the mark only moves forward.",
  access: "chat.read",
  params: schemas.sessionParams,
  body: schemas.readInput,
  response: null,
  quiet: true,
  run: ({ by, params, body }) => markRead(by, params.sessionId, body.messageId),
});

export const listReadersOperation = defineOperation({
  summary: "List how far each member has read",
  access: "chat.read",
  params: schemas.sessionParams,
  query: pageQuery,
  response: schemas.sessionReaderPage,
  run: ({ by, params, query }) => listReaders(by, params.sessionId, query),
});

export const saveDraftOperation = defineOperation({
  summary: "Keep a draft",
  description: "One for each member and conversation, seen by nobody else. An empty one is deleted.",
  access: "chat.read",
  params: schemas.sessionParams,
  body: schemas.draftInput,
  response: null,
  quiet: true,
  run: ({ by, params, body }) => saveDraft(by, params.sessionId, body),
});

export const pinSessionOperation = defineOperation({
  summary: "Pin a conversation for yourself",
  access: "chat.read",
  params: schemas.sessionParams,
  response: null,
  run: ({ by, params }) => setSessionPin(by, params.sessionId, true),
});

export const unpinSessionOperation = defineOperation({
  summary: "Take your pin off a conversation",
  access: "chat.read",
  params: schemas.sessionParams,
  response: null,
  run: ({ by, params }) => setSessionPin(by, params.sessionId, false),
});

export const searchMessagesOperation = defineOperation({
  summary: "Search the project's messages",
  description:
    "All words must occur, in any order and form; `\"…\"` finds them in a row, `or` either side, and `-` leaves out. Where that finds nothing, words that begin so are found, then texts that contain what was typed (in the newest 20,000 messages). The best of the newest 200 come first, then those of the 200 before, so a page may be shorter than its limit. Deleted conversations are left out, archived ones are not.",
  access: "chat.read",
  params: schemas.projectParams,
  query: schemas.searchMessagesQuery,
  response: schemas.messageHitPage,
  run: ({ by, query }) => searchMessages(by, query),
});
