import { sleep, until } from "./load-client";
import { openRawSse } from "./raw-sse";

/** Times events of the bare server to the last of its streams, read by the client that reads Socrates. @returns a time in milliseconds for each round */
export async function timeBareEvents(url: string, streams: number, rounds: number): Promise<number[]> {
  const times: number[] = [];
  let [heard, lastAt, publishedAt] = [0, 0, 0];
  const onFrame = (frame: string, at: number): void => {
    if (!frame.startsWith("event: event")) return;
    heard += 1;
    lastAt = at;
    publishedAt = (JSON.parse(frame.slice(frame.indexOf("\ndata: ") + 7)) as { at: number }).at;
  };
  const closers = await Promise.all(Array.from({ length: streams }, () => openRawSse(`${url}/events`, {}, { onFrame, onEnd: () => {} })));
  await sleep(1_000);
  for (let round = 0; round < rounds; round++) {
    heard = 0;
    await fetch(`${url}/publish`, { method: "POST" });
    await until(() => heard === streams, "some streams of the bare server heard nothing");
    times.push(lastAt - publishedAt);
    await sleep(200);
  }
  for (const close of closers) close();
  return times;
}
