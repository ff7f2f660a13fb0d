import "server-only";
import { AppError } from "@/lib/core/problems";
import { isClosing } from "@/lib/core/process";
import { authorize, type Granted } from "@/lib/access/authorize";
import { defineOperation } from "@/lib/http/operation";
import { openStream } from "./connection";
import { parseCursor } from "./cursor";
import { eventsQuery } from "./schemas";

export const streamEvents = defineOperation({
  summary: "Stream events",
  description:
    "The events of projects and the caller's notifications as server-sent events. The first is `chat:connection:status`; a `heartbeat` comes every 15 seconds. Resume with `Last-Event-ID` or `after`.",
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
    return openStream({ actor: by, grants, after: after === null ? null : parseCursor(after), signal: info.request?.signal ?? null });
  },
});
