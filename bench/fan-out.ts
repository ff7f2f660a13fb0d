import { post } from "./support/api";
import { openSse, preciseNow } from "./support/sse";
import { startProgram } from "./support/servers";
import { ms, median, quantile, type Row } from "./support/table";
import type { Setting } from "./support/setting";

const members = 200;
const events = 60;

/**
 * An event from publish to its receipt by 200 connected members. Publishing is the server's stamp on the event (`at`),
 * in whole milliseconds, so a figure may be up to one too large. The baseline is a bare Node server that writes the
 * same bytes to as many streams.
 */
export async function measureFanOut({ application, factories }: Setting): Promise<Row[]> {
  const owner = await factories.createUser("Owner");
  const projectId = await factories.createProject(owner);
  const people = await Promise.all(Array.from({ length: members }, () => factories.createUser("Member")));
  for (const person of people) await factories.addMember(projectId, person, "editor");
  const session = await post<{ id: string }>(`${application.url}/api/projects/${projectId}/chat/sessions`, owner.accessToken, { title: "Fan-out" });

  const ours = await collect(
    people.map((person) => ({ url: `${application.url}/api/events?project=${projectId}`, headers: { authorization: `Bearer ${person.accessToken}` } })),
    "chat:connection:status",
    "chat:typing:indicator",
    (data) => Date.parse((JSON.parse(data) as { at: string }).at),
    () => post(`${application.url}/api/projects/${projectId}/chat/${session.id}/typing`, owner.accessToken, { state: "start" }),
  );
  const baseline = await startProgram("bench/baseline/fan-out-server.ts", 4203);
  try {
    const bare = await collect(
      people.map(() => ({ url: `${baseline.url}/events`, headers: {} })),
      "ready",
      "event",
      (data) => (JSON.parse(data) as { at: number }).at,
      () => fetch(`${baseline.url}/publish`, { method: "POST" }),
    );
    return [row("median", median(ours), median(bare), 50), row("99th percentile", quantile(ours, 0.99), quantile(bare, 0.99), 200)];
  } finally {
    await baseline.stop();
  }
}

const row = (what: string, ours: number, bare: number, bar: number): Row => ({
  name: `event to ${members} members, ${what}`,
  figure: ms(ours),
  baseline: `${ms(bare)} (bare Node)`,
  result: `${(ours / bare).toFixed(1)} ×`,
  bar: `< ${bar} ms`,
  met: ours < bar,
});

async function collect(streams: { url: string; headers: Record<string, string> }[], readyName: string, eventName: string, publishedAt: (data: string) => number, publish: () => Promise<unknown>): Promise<number[]> {
  const delays: number[] = [];
  let ready = 0;
  let received = 0;
  const closers = await Promise.all(
    streams.map(({ url, headers }) =>
      openSse(url, headers, ({ name, data, receivedAt }) => {
        if (name === readyName) ready += 1;
        if (name !== eventName) return;
        received += 1;
        delays.push(receivedAt - publishedAt(data));
      }),
    ),
  );
  await until(() => ready === streams.length);
  for (let sent = 1; sent <= events; sent += 1) {
    await publish();
    await until(() => received === sent * streams.length);
  }
  for (const close of closers) close();
  return delays;
}

async function until(condition: () => boolean): Promise<void> {
  const deadline = preciseNow() + 30_000;
  while (!condition()) {
    if (preciseNow() > deadline) throw new Error("A measurement did not come to its end in 30 s.");
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}
