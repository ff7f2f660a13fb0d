import "server-only";
import { z } from "zod";
import { AppError } from "@/lib/core/problems";
import { isClosing } from "@/lib/core/process";
import { authorize, type Granted } from "@/lib/access/authorize";
import { defineOperation } from "@/lib/http/operation";
import { idParam, pageQuery } from "@/lib/core/common-schemas";
import { parseCursor } from "./cursor";
import { openStream, setPlaces } from "./open-streams";
import { listPresence } from "./presence";
import { startPresenceNews } from "./presence-news";
import { eventsQuery, personHerePage, placesInput } from "./schemas";

export const streamEvents = defineOperation({
  summary: "Stream events",
  description:
    "The events of projects and the caller's notifications as server-sent events. The first is `chat:connection:status`; a `heartbeat` comes every 15 seconds. Resume with `Last-Event-ID` or `after`. With `session`, what happens in other conversations comes up to half a second later and without its messages, and pieces of answers, typing and receipts come of the named conversations only. A session has 20 streams at most and a person 50: the oldest ends with `connection:end` and the reason `too-many`.",
  access: "user",
  query: eventsQuery,
  response: null,
  status: 200,
  produces: { "text/event-stream": "Server-sent events; `id:` is the cursor to resume with." },
  run: async ({ by, query, info }) => {
    if (isClosing()) throw new AppError("unavailable", "The server is restarting.", { retryAfter: 1 });
    const grants: Granted<"project.read">[] = [];
    for (const projectId of query.project) grants.push(await authorize(by, projectId, "project.read"));
    const after = query.after ?? info.request?.headers.get("last-event-id") ?? null;
    startPresenceNews();
    return openStream({ actor: by, grants, sessionIds: query.session, after: after === null ? null : parseCursor(after), request: info.request });
  },
});

export const putPlaces = defineOperation({
  summary: "Say what an event stream's tabs show",
  description:
    "Replaces what was said before, and the stream's `session`: which conversations it gets in full, and where others see the caller. `connection` is told by the stream's first event; one that has ended changes nothing. Places in projects that the stream doesn't carry are passed over.",
  access: "user",
  body: placesInput,
  response: null,
  quiet: true,
  run: ({ by, body }) => setPlaces(by, body.connection, body.places),
});

export const getPresence = defineOperation({
  summary: "List who is in a project",
  description: "Once for each conversation or document that somebody shows. `presence:changed` tells what changes: open a stream first, then read this list, and apply the events over it.",
  access: "member.read",
  params: z.object({ projectId: idParam }),
  query: pageQuery,
  response: personHerePage,
  run: ({ by, query }) => listPresence(by, query),
});
