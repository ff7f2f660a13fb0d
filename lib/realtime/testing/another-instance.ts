import { Worker } from "node:worker_threads";
import type { TestUser } from "@/drizzle/testing/factories";
import type { Received } from "./sse-reader";

/** What the other instance is asked for, and what it tells. */
export type Request = { kind: "listen"; stream: number; user: TestUser; projectId: string } | { kind: "close"; stream: number } | { kind: "places"; user: TestUser; body: unknown } | { kind: "end" };
export type Told = { kind: "ready" } | { kind: "received"; stream: number; event: Received } | { kind: "status"; status: number } | { kind: "ended" };

/**
 * Another instance of the server on the same database: a thread, which has a hub, a bus and a registry of its own. The
 * test's own process must speak over the database too: see `betweenInstances`.
 */
export async function startAnotherInstance() {
  const worker = new Worker(new URL("./instance-worker.ts", import.meta.url), { execArgv: ["--conditions=react-server", "--import", new URL("../../../scripts/alias.ts", import.meta.url).href] });
  const streams = new Map<number, Received[]>();
  const answered = new Map<Told["kind"], (told: Told) => void>();
  worker.on("message", (told: Told) => {
    if (told.kind === "received") streams.get(told.stream)?.push(told.event);
    else answered.get(told.kind)?.(told);
  });
  const answer = (kind: Told["kind"]) =>
    new Promise<Told>((resolve, reject) => {
      worker.once("error", reject);
      answered.set(kind, resolve);
    });
  const ask = (request: Request) => worker.postMessage(request);
  await answer("ready");
  return {
    listen: (user: TestUser, projectId: string) => {
      const stream = streams.size;
      const received: Received[] = [];
      streams.set(stream, received);
      ask({ kind: "listen", stream, user, projectId });
      return { received, close: () => ask({ kind: "close", stream }) };
    },
    putPlaces: async (user: TestUser, body: unknown): Promise<number> => {
      const told = answer("status");
      ask({ kind: "places", user, body });
      const { status } = (await told) as Extract<Told, { kind: "status" }>;
      return status;
    },
    /** Ends it in order, as on a signal. */
    end: async () => {
      const told = answer("ended");
      ask({ kind: "end" });
      await told;
      await worker.terminate();
    },
    kill: () => worker.terminate(),
  };
}
