/** Every address of the interface and of the API, in one place; nothing else writes one by hand. */
const query = (values: Record<string, string | number | boolean | undefined | null>): string => {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(values)) if (value !== undefined && value !== null && value !== "") search.set(name, String(value));
  const text = search.toString();
  return text ? `?${text}` : "";
};

/** What lists may be narrowed to; an empty value is left out of the address. */
type ProjectFilters = { q?: string; status?: string; tag?: string; role?: string; sort?: string };
type ActivityFilters = { kind?: string; user?: string };
type Page = { cursor?: string; limit?: number };

type SearchFilters = { q?: string; session?: string; user?: string; role?: string };

export const paths = {
  signIn: (next?: string) => `/sign-in${query({ next })}`,
  register: (next?: string) => `/register${query({ next })}`,
  projects: (filters: ProjectFilters = {}) => `/projects${query(filters)}`,
  project: (projectId: string) => `/projects/${projectId}`,
  chat: (projectId: string, sessionId?: string, messageId?: string) => `/projects/${projectId}/chat${sessionId ? `/${sessionId}` : ""}${query({ message: messageId })}`,
  newChat: (projectId: string) => `/projects/${projectId}/chat/new`,
  search: (projectId: string, filters: SearchFilters = {}) => `/projects/${projectId}/search${query(filters)}`,
  knowledge: (projectId: string) => `/projects/${projectId}/knowledge`,
  document: (projectId: string, documentId: string, passage?: { page: number; start: number; end: number }) =>
    `/projects/${projectId}/knowledge/${documentId}${passage ? query(passage) : ""}`,
  members: (projectId: string) => `/projects/${projectId}/members`,
  activity: (projectId: string, filters: ActivityFilters = {}) => `/projects/${projectId}/activity${query(filters)}`,
  projectSettings: (projectId: string) => `/projects/${projectId}/settings`,
  invitation: (invitationId: string, token?: string) => `/invitations/${invitationId}${query({ token })}`,
  settings: () => "/settings",
  apiDocs: () => "/docs",
  /** The page in the frame that draws diagrams. */
  diagramFrame: () => "/diagram-frame",
} as const;

export const api = {
  events: (projectIds: string[], after?: string, sessionIds?: string[]) => {
    const address = `/api/events${query({ project: projectIds.join(","), after })}`;
    // An empty list says that no conversation is open, and none that all of them are wanted.
    return sessionIds ? `${address}${address.includes("?") ? "&" : "?"}session=${sessionIds.join(",")}` : address;
  },
  places: () => "/api/events/places",
  models: () => "/api/models",
  openApi: () => "/api/openapi.json",
  register: () => "/api/auth/register",
  me: () => "/api/auth/me",
  settings: () => "/api/users/settings",
  projects: (filters: ProjectFilters & Page = {}) => `/api/projects${query(filters)}`,
  project: (projectId: string) => `/api/projects/${projectId}`,
  chatSessions: (projectId: string, page: Page & { archived?: boolean; pinned?: boolean } = {}) => `/api/projects/${projectId}/chat/sessions${query(page)}`,
  chatSession: (projectId: string, sessionId: string) => `/api/projects/${projectId}/chat/sessions/${sessionId}`,
  restoreSession: (projectId: string, sessionId: string) => `/api/projects/${projectId}/chat/sessions/${sessionId}/restore`,
  sessionBranches: (projectId: string, sessionId: string, page: Page = {}) => `/api/projects/${projectId}/chat/sessions/${sessionId}/branches${query(page)}`,
  sessionState: (projectId: string, sessionId: string) => `/api/projects/${projectId}/chat/sessions/${sessionId}/state`,
  sessionRead: (projectId: string, sessionId: string) => `/api/projects/${projectId}/chat/sessions/${sessionId}/read`,
  sessionReaders: (projectId: string, sessionId: string, page: Page = {}) => `/api/projects/${projectId}/chat/sessions/${sessionId}/readers${query(page)}`,
  sessionDraft: (projectId: string, sessionId: string) => `/api/projects/${projectId}/chat/sessions/${sessionId}/draft`,
  sessionPin: (projectId: string, sessionId: string) => `/api/projects/${projectId}/chat/sessions/${sessionId}/pin`,
  sessionExport: (projectId: string, sessionId: string, options: { format?: string; branch?: string } = {}) => `/api/projects/${projectId}/chat/sessions/${sessionId}/export${query(options)}`,
  sessionStates: (projectId: string, page: Page = {}) => `/api/projects/${projectId}/chat/states${query(page)}`,
  chatSearch: (projectId: string, filters: SearchFilters & Page) => `/api/projects/${projectId}/chat/search${query(filters)}`,
  attachments: (projectId: string) => `/api/projects/${projectId}/chat/attachments`,
  attachment: (projectId: string, attachmentId: string) => `/api/projects/${projectId}/chat/attachments/${attachmentId}`,
  attachmentFile: (projectId: string, attachmentId: string) => `/api/projects/${projectId}/chat/attachments/${attachmentId}/file`,
  chatImports: (projectId: string, page: Page = {}) => `/api/projects/${projectId}/chat/imports${query(page)}`,
  chatImport: (projectId: string, importId: string) => `/api/projects/${projectId}/chat/imports/${importId}`,
  pinnedMessages: (projectId: string, sessionId: string, page: Page & { branch?: string } = {}) => `/api/projects/${projectId}/chat/${sessionId}/pins${query(page)}`,
  messagePin: (projectId: string, sessionId: string, messageId: string) => `/api/projects/${projectId}/chat/${sessionId}/message/${messageId}/pin`,
  reaction: (projectId: string, sessionId: string, messageId: string, emoji: string) => `/api/projects/${projectId}/chat/${sessionId}/message/${messageId}/reactions/${encodeURIComponent(emoji)}`,
  messageVersions: (projectId: string, sessionId: string, messageId: string, page: Page = {}) => `/api/projects/${projectId}/chat/${sessionId}/message/${messageId}/versions${query(page)}`,
  presence: (projectId: string, page: Page = {}) => `/api/projects/${projectId}/presence${query(page)}`,
  digest: (projectId: string, since?: string) => `/api/projects/${projectId}/digest${query({ since })}`,
  digestSummary: (projectId: string, since?: string) => `/api/projects/${projectId}/digest/summary${query({ since })}`,
  messages: (projectId: string, sessionId: string, page: { cursor?: string; limit?: number; branch?: string; around?: string } = {}) => `/api/projects/${projectId}/chat/${sessionId}/messages${query(page)}`,
  send: (projectId: string, sessionId: string) => `/api/projects/${projectId}/chat/${sessionId}/message`,
  message: (projectId: string, sessionId: string, messageId: string) => `/api/projects/${projectId}/chat/${sessionId}/message/${messageId}`,
  reply: (projectId: string, sessionId: string, messageId: string) => `/api/projects/${projectId}/chat/${sessionId}/message/${messageId}/reply`,
  typing: (projectId: string, sessionId: string) => `/api/projects/${projectId}/chat/${sessionId}/typing`,
  documents: (projectId: string, filters: { q?: string; type?: string; status?: string; cursor?: string; limit?: number } = {}) => `/api/projects/${projectId}/knowledge/documents${query(filters)}`,
  document: (projectId: string, documentId: string) => `/api/projects/${projectId}/knowledge/${documentId}`,
  documentPages: (projectId: string, documentId: string, range: { from?: number; limit?: number } = {}) => `/api/projects/${projectId}/knowledge/${documentId}/pages${query(range)}`,
  documentFile: (projectId: string, documentId: string) => `/api/projects/${projectId}/knowledge/${documentId}/file`,
  documentRetry: (projectId: string, documentId: string) => `/api/projects/${projectId}/knowledge/${documentId}/retry`,
  search: (projectId: string) => `/api/projects/${projectId}/knowledge/search`,
  collaborators: (projectId: string, page: Page = {}) => `/api/projects/${projectId}/collaborators${query(page)}`,
  collaborator: (projectId: string, userId: string) => `/api/projects/${projectId}/collaborators/${userId}`,
  invitation: (projectId: string, invitationId: string) => `/api/projects/${projectId}/invitations/${invitationId}`,
  activity: (projectId: string, filters: ActivityFilters & Page = {}) => `/api/projects/${projectId}/activity${query(filters)}`,
} as const;
