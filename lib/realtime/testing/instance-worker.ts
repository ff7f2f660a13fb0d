import { parentPort } from "node:worker_threads";
import { GET } from "@/app/api/events/route";
import { PUT } from "@/app/api/events/places/route";
import { call } from "@/drizzle/testing/factories";
import { bus } from "@/lib/core/bus";
import { shutdown } from "@/lib/core/process";
import type { Request, Told } from "./another-instance";
import { betweenInstances } from "./between-instances";
import { SseReader } from "./sse-reader";

/** Run as a thread by another-instance.ts. */
const aborts = new Map<number, AbortController>();
const tell = (told: Told) => parentPort?.postMessage(told);

parentPort?.on("message", (request: Request) => void answer(request));
betweenInstances();
await bus().ready();
tell({ kind: "ready" });

async function answer(request: Request): Promise<void> {
  if (request.kind === "listen") await listen(request);
  else if (request.kind === "close") aborts.get(request.stream)?.abort();
  else if (request.kind === "places") tell({ kind: "status", status: (await call(PUT, { as: request.user, method: "PUT", body: request.body })).status });
  else {
    await shutdown();
    tell({ kind: "ended" });
  }
}

async function listen({ stream, user, projectId }: Extract<Request, { kind: "listen" }>): Promise<void> {
  const abort = new AbortController();
  aborts.set(stream, abort);
  const response = await call(GET, { as: user, query: `?project=${projectId}&session=`, signal: abort.signal });
  const reader = new SseReader();
  for await (const chunk of response.body ?? []) for (const event of reader.read(chunk)) tell({ kind: "received", stream, event });
}
