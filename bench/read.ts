import path from "node:path";
import autocannon from "autocannon";
import { embeddedSocketPath } from "../lib/core/embedded/paths";
import { env } from "../lib/core/env";
import { insertSessions, sessionSql } from "./support/sessions";
import { buildBaseline, startBaseline } from "./support/servers";
import { median, type Row } from "./support/table";
import type { Setting } from "./support/setting";

const connections = 32;
const rounds = 5;
const seconds = 4;
const bar = 0.7;
/** The requests come from so many people that none of them meets the limit on reads. */
const readers = 60;

/**
 * An authorised, permission-checked read of 50 sessions through the whole path, against a bare Next route handler that
 * runs the same SQL and returns its rows. Both are warm and take turns.
 */
export async function measureRead({ application, factories }: Setting): Promise<Row[]> {
  const owner = await factories.createUser("Reader");
  const projectId = await factories.createProject(owner);
  await insertSessions(projectId, owner.actor.id, 60);
  const people = await Promise.all(Array.from({ length: readers }, () => factories.createUser("Reader")));
  for (const person of people) await factories.addMember(projectId, person, "viewer");
  await buildBaseline();
  const baseline = await startBaseline(4202, { BENCH_PROJECT: projectId, BENCH_SQL: sessionSql, BENCH_SOCKET: embeddedSocketPath(path.join(env().DATA_DIR, "postgres")) });
  try {
    const url = `${application.url}/api/projects/${projectId}/chat/sessions?limit=50`;
    const requests = people.map((person) => ({ headers: { authorization: `Bearer ${person.accessToken}` } }));
    await requireItems(url, requests[0]?.headers ?? {});
    await requireItems(`${baseline.url}/api/sessions`, {});
    const ours: number[] = [];
    const bare: number[] = [];
    for (let round = 0; round <= rounds; round += 1) {
      const [a, b] = [await throughput(url, requests), await throughput(`${baseline.url}/api/sessions`, [{ headers: {} }])];
      // The first round warms both up.
      if (round > 0) [ours, bare].forEach((list, index) => list.push(index === 0 ? a : b));
    }
    const ratio = median(ours) / median(bare);
    const perSecond = (value: number) => `${Math.round(value)} a second`;
    return [{ name: "read of 50 sessions", figure: perSecond(median(ours)), baseline: `${perSecond(median(bare))} (bare Next, same SQL)`, result: ratio.toFixed(2), bar: `≥ ${bar}`, met: ratio >= bar }];
  } finally {
    await baseline.stop();
  }
}

async function throughput(url: string, requests: { headers: Record<string, string> }[]): Promise<number> {
  const result = await autocannon({ url, requests, connections, duration: seconds });
  if (result.non2xx > 0 || result.errors > 0) throw new Error(`${url}: ${result.non2xx} answers were not successful, ${result.errors} broke off`);
  return result.requests.average;
}

/** Both must do the same work, or the comparison is worth nothing. */
async function requireItems(url: string, headers: Record<string, string>): Promise<void> {
  const { items } = (await (await fetch(url, { headers })).json()) as { items: { title: string }[] };
  if (items.length !== 50 || !items[0]?.title) throw new Error(`${url} gave ${items.length} sessions`);
}
