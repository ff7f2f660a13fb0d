import { z } from "zod";
import type { ReadPermission } from "@/lib/access/permissions";
import { cacheKeys } from "@/lib/core/cache-keys";

/**
 * What can happen in a project. A stored event is numbered and replayed; its payload holds ids and small facts, and
 * it appears in the activity log when `activity` is set (its wording is the message `activity.<name>`). One that
 * isn't stored passes by once. `visibleTo` is the permission that a stream needs to receive it.
 */
type Facts<T extends z.ZodType> = { payload: T; visibleTo: ReadPermission } & (
  | {
      stored: true;
      activity: boolean;
      notifies?: (payload: z.infer<T>) => string[];
      drops?: (projectId: string, payload: z.infer<T>) => string[];
    }
  | { stored: false }
);
const event = <T extends z.ZodType>(facts: Facts<T>): Facts<T> => facts;

const project = (projectId: string) => [cacheKeys.project(projectId)];
const collaborators = (projectId: string) => [cacheKeys.collaborators(projectId)];
const named = z.object({ name: z.string() });
const inSession = z.object({ sessionId: z.uuid() });
const message = inSession.extend({ messageId: z.uuid(), branchId: z.uuid().nullable(), role: z.enum(["user", "assistant"]) });
const documentRef = z.object({ documentId: z.uuid(), title: z.string() });
const member = z.object({ memberId: z.uuid(), name: z.string(), role: z.string() });
const invitation = z.object({ invitationId: z.uuid(), email: z.string(), role: z.string() });

export const catalogue = {
  "project:created": event({ stored: true, activity: true, visibleTo: "project.read", payload: named }),
  "project:updated": event({ stored: true, activity: true, visibleTo: "project.read", payload: named.extend({ fields: z.array(z.string()) }), drops: project }),
  "project:archived": event({ stored: true, activity: true, visibleTo: "project.read", payload: named, drops: project }),
  "project:restored": event({ stored: true, activity: true, visibleTo: "project.read", payload: named, drops: project }),

  "invitation:created": event({ stored: true, activity: true, visibleTo: "member.read", payload: invitation }),
  "invitation:declined": event({ stored: true, activity: true, visibleTo: "member.read", payload: invitation }),
  "invitation:revoked": event({ stored: true, activity: true, visibleTo: "member.read", payload: invitation }),
  "member:joined": event({ stored: true, activity: true, visibleTo: "member.read", payload: member, drops: collaborators }),
  "member:updated": event({ stored: true, activity: true, visibleTo: "member.read", payload: member, drops: collaborators, notifies: (payload) => [payload.memberId] }),
  "member:removed": event({ stored: true, activity: true, visibleTo: "member.read", payload: member, drops: collaborators, notifies: (payload) => [payload.memberId] }),

  "chat:session:created": event({ stored: true, activity: true, visibleTo: "chat.read", payload: inSession.extend({ title: z.string() }) }),
  "chat:session:updated": event({ stored: true, activity: false, visibleTo: "chat.read", payload: inSession.extend({ title: z.string(), archived: z.boolean() }) }),
  "chat:session:deleted": event({ stored: true, activity: true, visibleTo: "chat.read", payload: inSession.extend({ title: z.string() }) }),
  "chat:session:restored": event({ stored: true, activity: true, visibleTo: "chat.read", payload: inSession.extend({ title: z.string() }) }),
  "chat:branch:created": event({ stored: true, activity: false, visibleTo: "chat.read", payload: inSession.extend({ branchId: z.uuid(), forkMessageId: z.uuid() }) }),
  "chat:message:received": event({ stored: true, activity: true, visibleTo: "chat.read", payload: message.extend({ mentions: z.array(z.uuid()) }), notifies: (payload) => payload.mentions }),
  /** `mentioned`: whom an edit has named who weren't named before. */
  "chat:message:updated": event({ stored: true, activity: false, visibleTo: "chat.read", payload: message.extend({ status: z.string(), deleted: z.boolean(), mentioned: z.array(z.uuid()).optional() }), notifies: (payload) => payload.mentioned ?? [] }),
  "chat:message:delta": event({ stored: false, visibleTo: "chat.read", payload: z.object({ sessionId: z.uuid(), messageId: z.uuid(), offset: z.number().int(), text: z.string() }) }),
  "chat:typing:indicator": event({ stored: false, visibleTo: "chat.read", payload: inSession.extend({ userId: z.uuid(), name: z.string(), state: z.enum(["start", "stop"]) }) }),
  "chat:read:receipt": event({ stored: false, visibleTo: "chat.read", payload: inSession.extend({ userId: z.uuid(), name: z.string(), messageId: z.uuid(), at: z.string() }) }),
  "chat:imported": event({ stored: true, activity: true, visibleTo: "chat.read", payload: z.object({ importId: z.uuid(), source: z.string(), count: z.number().int() }) }),
  "chat:import:progress": event({ stored: false, visibleTo: "chat.read", payload: z.object({ importId: z.uuid(), status: z.string(), done: z.number().int(), total: z.number().int().nullable() }) }),

  "presence:changed": event({
    stored: false,
    visibleTo: "member.read",
    payload: z.object({
      /** Those who came or moved, with all their places; those with none are gone. */
      people: z.array(z.object({ userId: z.uuid(), name: z.string(), places: z.array(z.object({ sessionId: z.uuid().nullable(), documentId: z.uuid().nullable() })), since: z.string() })),
    }),
  }),

  "document:created": event({ stored: true, activity: true, visibleTo: "knowledge.read", payload: documentRef }),
  "document:updated": event({ stored: true, activity: false, visibleTo: "knowledge.read", payload: documentRef.extend({ status: z.string() }) }),
  "document:deleted": event({ stored: true, activity: true, visibleTo: "knowledge.read", payload: documentRef }),
  "document:progress": event({ stored: false, visibleTo: "knowledge.read", payload: z.object({ documentId: z.uuid(), status: z.string(), progress: z.number() }) }),
} as const;

export type EventName = keyof typeof catalogue;
export type EventPayload<N extends EventName> = z.infer<(typeof catalogue)[N]["payload"]>;

/** Names of the events that the activity log shows. (`Object.keys` forgets what the names are.) */
export const activityKinds = (Object.keys(catalogue) as EventName[]).filter((name) => {
  const facts = catalogue[name];
  return facts.stored && facts.activity;
});

/**
 * An event as it reaches a member. `seq` is null for what isn't stored. `thing` is the public representation of what
 * the event is about, made once for all; a replayed event has none, and the client reads what it needs.
 */
export type ProjectEvent = {
  name: EventName;
  projectId: string;
  seq: number | null;
  userId: string | null;
  at: string;
  payload: Record<string, unknown>;
  thing?: unknown;
};
