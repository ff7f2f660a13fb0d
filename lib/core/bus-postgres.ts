import "server-only";
import type { Logger } from "pino";
import type { Bus, BusMessage } from "./bus";
import { connect } from "./db";

const channel = "socrates_bus";
/** NOTIFY carries less than 8,000 bytes. */
const mostBytes = 7_900;
/**
 * What may wait goes together with what comes within this time, in milliseconds: twenty answers make 400 pieces a
 * second, and each statement costs this process and the database a third of a millisecond.
 */
const gatherMs = 25;

type Envelope = { from: string; messages: BusMessage[] };

/**
 * The bus over LISTEN and NOTIFY, on a connection of its own each way. A message too large for one notification goes
 * without its body: its receiver reads the rest from the database.
 */
export function postgresBus(instance: string, logger: Logger): Bus {
  // A notification isn't stored, so nothing waits for the disk.
  const sql = connect({ max: 2, parameters: { synchronous_commit: "off" } });
  const handlers: ((message: BusMessage) => void)[] = [];
  const gapHandlers: (() => void)[] = [];
  let listened = false;
  const listening = sql.listen(channel, receive, () => {
    // The driver listens again by itself when its connection was cut.
    if (listened) for (const handler of gapHandlers) handler();
    listened = true;
  });
  listening.catch((error: unknown) => logger.error({ err: error }, "the bus cannot listen"));
  let waiting: BusMessage[] = [];
  /** What is being handed over; the next batch goes when it has arrived, so that nothing overtakes it. */
  let flushing: Promise<void> | null = null;
  /** Hands over what waits now. All who publish until it begins share it. */
  let next: Promise<void> | null = null;
  let timer: NodeJS.Timeout | null = null;

  function receive(text: string): void {
    // Everything that this instance sent comes back to it, and isn't worth parsing.
    if (text.startsWith(opening(instance))) return;
    // Only instances of this program send on the channel.
    const envelope = JSON.parse(text) as Envelope;
    for (const message of envelope.messages) for (const handler of handlers) handler(message);
  }

  const flush = (): Promise<void> => (next ??= flushAfter(flushing));

  async function flushAfter(before: Promise<void> | null): Promise<void> {
    await before;
    if (timer) clearTimeout(timer);
    timer = null;
    flushing = next;
    next = null;
    const batch = waiting;
    waiting = [];
    if (batch.length === 0) return;
    try {
      const payloads = pack(instance, batch);
      await sql`select pg_notify(${channel}, payload) from unnest(${payloads}::text[]) as payload`;
    } catch (error) {
      logger.error({ err: error, messages: batch.length }, "the bus could not publish");
    }
  }

  return {
    publish(messages, pace = "now") {
      if (messages.length === 0) return Promise.resolve();
      waiting.push(...messages);
      if (pace === "now") return flush();
      timer ??= setTimeout(() => void flush(), gatherMs);
      return Promise.resolve();
    },
    subscribe: (handler) => void handlers.push(handler),
    onGap: (handler) => void gapHandlers.push(handler),
    ready: async () => void (await listening),
    close: async () => {
      await flush();
      await sql.end({ timeout: 1 });
    },
  };
}

/** Fills notifications with as many messages as fit. */
export function pack(from: string, messages: BusMessage[]): string[] {
  const payloads: string[] = [];
  const frame = Buffer.byteLength(opening(from)) + closing.length;
  let batch: string[] = [];
  let bytes = frame;
  for (const message of messages) {
    const whole = JSON.stringify(message);
    const text = Buffer.byteLength(whole) + frame <= mostBytes ? whole : JSON.stringify({ ...message, body: null });
    // With the comma before it.
    const more = Buffer.byteLength(text) + 1;
    if (batch.length > 0 && bytes + more > mostBytes) {
      payloads.push(opening(from) + batch.join(",") + closing);
      batch = [];
      bytes = frame;
    }
    batch.push(text);
    bytes += more;
  }
  if (batch.length > 0) payloads.push(opening(from) + batch.join(",") + closing);
  return payloads;
}

/** What stands before and behind the messages in the JSON of an `Envelope`. */
const opening = (from: string): string => `{"from":${JSON.stringify(from)},"messages":[`;
const closing = "]}";
