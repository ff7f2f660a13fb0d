import { z } from "zod";
import { idParam, isoTime, pageOf } from "@/lib/core/common-schemas";

/** Most projects that one stream carries: a browser's tabs share a stream, each with its own project. */
export const mostProjects = 12;

export const eventsQuery = z.object({
  project: z
    .string()
    .max(500)
    .default("")
    .transform((text) => [...new Set(text.toLowerCase().split(",").filter(Boolean))])
    .pipe(z.array(z.guid()).max(mostProjects))
    .meta({ description: "Ids of projects, with commas between them." }),
  session: z
    .string()
    .max(2000)
    .optional()
    .transform((text) => (text === undefined ? null : [...new Set(text.toLowerCase().split(",").filter(Boolean))]))
    .pipe(z.array(z.guid()).max(40).nullable())
    .meta({ description: "Ids of the conversations that are open, with commas between them: pieces of answers, typing and receipts come of these only, but for one's own receipts. Without it, of all." }),
  after: z.string().max(2000).optional().meta({ description: "The cursor of the last event received; `Last-Event-ID` does the same." }),
});

/**
 * `chat:connection:status`, the first event of a stream. `heads` are the numbers at its beginning; a project in
 * `reset` could not be replayed from the cursor, so what is shown of it must be read anew. `connection` names the
 * stream to `PUT /api/events/places`.
 */
export type ConnectionStatus = { state: "connected"; connection: string; cursor: string; reset: string[]; replayed: number };

/** `heartbeat`, every 15 s: the cursor as it should stand, so that a lost event is noticed. */
export type Heartbeat = { cursor: string; at: string };

/** `connection:end`: why the server ends the stream; `retry` says whether coming back makes sense. */
export type ConnectionEnd = { reason: "signed-out" | "not-a-member" | "shutdown" | "too-slow" | "too-many"; projectId?: string; retry: boolean };

/** What the tabs of a stream show: at most one conversation or document each, and whether somebody can see it. */
export const place = z.object({ projectId: idParam, sessionId: idParam.nullable().default(null), documentId: idParam.nullable().default(null), visible: z.boolean().default(true) });
export type Place = z.output<typeof place>;
export const placesInput = z.object({ connection: idParam, places: z.array(place).max(40) });

/** Somebody who is in the project, once for each place that they show. Both are null for another page of it. */
export const personHere = z.object({ userId: z.uuid(), name: z.string(), sessionId: z.uuid().nullable(), documentId: z.uuid().nullable(), since: isoTime }).meta({ id: "PersonHere" });
export type PersonHere = z.infer<typeof personHere>;
export const personHerePage = pageOf(personHere);
