import { expect } from "vitest";
import { GET } from "@/app/api/events/route";
import { call, type TestUser } from "@/drizzle/testing/factories";
import { SseReader, type Received } from "./sse-reader";

type Options = { after?: string; sessions?: string[] };
export type Listening = Awaited<ReturnType<typeof listen>>;

/** Opens the stream in this process and collects what it sends, from its first event on. */
export async function listen(user: TestUser, projectIds: string[], { after, sessions }: Options = {}) {
  const abort = new AbortController();
  const query = new URLSearchParams({ project: projectIds.join(","), ...(after === undefined ? {} : { after }), ...(sessions ? { session: sessions.join(",") } : {}) });
  const response = await call(GET, { as: user, query: `?${query}`, signal: abort.signal });
  const received: Received[] = [];
  let ended = false;
  const read = async () => {
    const reader = new SseReader();
    for await (const chunk of response.body ?? []) received.push(...reader.read(chunk));
  };
  const done = read().catch(() => {}).finally(() => (ended = true));
  return {
    response,
    received,
    close: async () => {
      abort.abort();
      await done;
    },
    isEnded: () => ended,
    numbers: () => received.filter(({ data }) => typeof data["seq"] === "number").map(({ data }) => data["seq"]),
    named: (name: string) => received.filter((event) => event.name === name),
    /** The stream's name, once it has begun. */
    connection: async (): Promise<string> => {
      await expect.poll(() => received[0]?.name).toBe("chat:connection:status");
      return String(received[0]?.data["connection"]);
    },
  };
}
