import type { Problem } from "@/lib/core/problems";
import { api } from "@/lib/http/paths";
import type { ConnectionEnd } from "@/lib/realtime/schemas";
import { SseParser, type SseEvent } from "./sse-parser";

/** How one connection came to its end. `retryAfterMs` is what the server asked for; `end` is its own word for it. */
export type Outcome =
  | { kind: "lost"; retryAfterMs: number }
  | { kind: "signed-out" }
  | { kind: "refused" }
  | { kind: "ended"; end: ConnectionEnd };

type Request = {
  url: string;
  fetch: typeof fetch;
  signal: AbortSignal;
  /** Called whenever bytes came, for the watchdog. */
  onBytes: () => void;
  onEvent: (event: SseEvent) => void;
};

/** Reads one event stream to its end. Never throws: whatever breaks is a lost connection. */
export async function readStream({ url, fetch, signal, onBytes, onEvent }: Request): Promise<Outcome> {
  try {
    const response = await fetch(url, { headers: { accept: "text/event-stream" }, cache: "no-store", credentials: "same-origin", signal });
    onBytes();
    if (!response.ok) return await readRefusal(response);
    // A page of something in between, such as a hotel's sign-in, is no stream.
    if (!response.body || !response.headers.get("content-type")?.startsWith("text/event-stream")) return lost;
    const parser = new SseParser();
    const reader = response.body.getReader();
    for (;;) {
      const { done, value } = await reader.read();
      if (done || signal.aborted) return lost;
      onBytes();
      for (const event of parser.push(value)) {
        // The server wrote it and the type is the server's own.
        if (event.name === "connection:end") return { kind: "ended", end: JSON.parse(event.data) as ConnectionEnd };
        onEvent(event);
        if (signal.aborted) return lost;
      }
    }
  } catch {
    // Whether the network, the proxy or the data broke: the remedy is a new connection from the cursor.
    return lost;
  }
}

/** Which of several projects are closed to this person: the stream's answer covers them all and names none. */
export async function findRefused(projectIds: readonly string[], fetch: typeof globalThis.fetch, signal: AbortSignal): Promise<string[]> {
  const answers = await Promise.all(
    projectIds.map(async (projectId) => {
      try {
        const { status } = await fetch(api.project(projectId), { headers: { accept: "application/json" }, cache: "no-store", credentials: "same-origin", signal });
        return status === 403 || status === 404;
      } catch {
        return false;
      }
    }),
  );
  return projectIds.filter((_, index) => answers[index]);
}

const lost: Outcome = { kind: "lost", retryAfterMs: 0 };

async function readRefusal(response: Response): Promise<Outcome> {
  if (response.status === 401) return { kind: "signed-out" };
  if (response.status === 403 || response.status === 404) {
    // A proxy in front of a server that is just starting answers 404 too; only the server's own word counts.
    const problem = response.headers.get("content-type")?.includes("problem+json") ? ((await response.json()) as Problem) : null;
    return problem ? { kind: "refused" } : lost;
  }
  await response.body?.cancel();
  const seconds = Number(response.headers.get("retry-after") ?? 0);
  return { kind: "lost", retryAfterMs: Number.isFinite(seconds) ? Math.min(seconds, 60) * 1000 : 0 };
}
