import { z } from "zod";

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
  after: z.string().max(2000).optional().meta({ description: "The cursor of the last event received; `Last-Event-ID` does the same." }),
});

/**
 * `chat:connection:status`, the first event of a stream. `heads` are the numbers at its beginning; a project in
 * `reset` could not be replayed from the cursor, so what is shown of it must be read anew.
 */
export type ConnectionStatus = { state: "connected"; cursor: string; reset: string[]; replayed: number };

/** `heartbeat`, every 15 s: the cursor as it should stand, so that a lost event is noticed. */
export type Heartbeat = { cursor: string; at: string };

/** `connection:end`: why the server ends the stream; `retry` says whether coming back makes sense. */
export type ConnectionEnd = { reason: "signed-out" | "not-a-member" | "shutdown" | "too-slow"; projectId?: string; retry: boolean };
