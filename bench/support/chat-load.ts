import { randomUUID } from "node:crypto";
import { parentPort, workerData } from "node:worker_threads";
import { ReadCursor } from "../../components/chat/state/read-cursor";
import { timeBareEvents } from "./bare-events";
import { apiCaller, now, sleep, until } from "./load-client";
import type { LoadMember, LoadPlan, LoadResult } from "./load-plan";
import { openRawSse } from "./raw-sse";

const plan = workerData as LoadPlan;
const request = apiCaller(plan.url);

const sizes = new Map<number, number>();
for (const { session } of plan.members) sizes.set(session, (sizes.get(session) ?? 0) + 1);
const membersOf = (session: number): number => sizes.get(session) ?? 0;

/** Whatever went wrong: the run then counts for nothing. */
const failures: string[] = [];
const fail = (what: string): void => void (failures.length < 20 && failures.push(what));

let measuring = false;
/** The load is over: what is still under way is waited for, and nothing more begun. */
let hasEnded = false;
const result: LoadResult = { posts: [], reads: [], tells: [], receipts: [], tokenGaps: [], lastOfAll: [], bareLastOfAll: [], from: 0, until: 0, messages: 0, answers: 0, events: 0, deltas: 0, bare: 0 };
/** When a message was acknowledged, and when it reached the members who show its conversation. */
const messages = new Map<string, { session: number; acknowledgedAt: number; receivedAt: number[]; counts: boolean }>();
const messageOf = (id: string, session: number) => {
  let message = messages.get(id);
  if (!message) messages.set(id, (message = { session, acknowledgedAt: 0, receivedAt: [], counts: false }));
  return message;
};
/** Answers whose end somebody has heard of. */
const ended = new Set<string>();

/** The server's stamp on the last event of somebody who types. */
let typedAt = 0;

/** A connected member: checks that every numbered event comes once and in order, and every piece of an answer too. */
class Member {
  seq = -1;
  /** When it heard somebody type, at the end. */
  heardAt = 0;
  connection = "";
  private readonly answers = new Map<string, { length: number; at: number }>();
  private readonly token: string;
  private readonly session: number;
  private readonly sessionId: string;
  /** The browser's own, with its pace. */
  private readonly reading: ReadCursor;

  constructor({ token, session }: LoadMember) {
    this.token = token;
    this.session = session;
    this.sessionId = plan.sessions[session]?.id ?? "";
    this.reading = new ReadCursor(null, (messageId) => this.tellRead(messageId).catch((error: unknown) => fail(String(error))));
    this.reading.setPeopleHere(membersOf(session));
  }

  show(sessionId: string): Promise<unknown> {
    return request("PUT", "/api/events/places", this.token, { connection: this.connection, places: [{ projectId: plan.projectId, sessionId }] });
  }

  async open(): Promise<() => void> {
    const close = await openRawSse(`${plan.url}/api/events?project=${plan.projectId}&session=${this.sessionId}`, { authorization: `Bearer ${this.token}` }, {
      onFrame: (frame, at) => this.receive(frame, at),
      onEnd: () => fail("a stream ended"),
    });
    await until(() => this.connection !== "", "a stream did not begin");
    await this.show(this.sessionId);
    return close;
  }

  private async tellRead(messageId: string): Promise<void> {
    if (hasEnded) return;
    const counts = measuring;
    const sentAt = now();
    await request("PUT", `/api/projects/${plan.projectId}/chat/sessions/${this.sessionId}/read`, this.token, { messageId });
    if (counts) result.tells.push(now() - sentAt);
  }

  private receive(frame: string, at: number): void {
    if (frame.startsWith("id: p:")) return this.receiveNumbered(frame, at);
    const data = (): Record<string, unknown> => JSON.parse(frame.slice(frame.indexOf("\ndata: ") + 7)) as Record<string, unknown>;
    if (frame.startsWith("event: chat:message:delta")) this.receiveDelta((data()["payload"] as { messageId: string; offset: number; text: string }), at);
    else if (frame.startsWith("event: chat:typing:indicator")) {
      this.heardAt = at;
      typedAt = Date.parse(String(data()["at"]));
    } else if (frame.startsWith("event: chat:connection:status")) {
      const status = data();
      this.connection = String(status["connection"]);
      this.seq = Number(/=(\d+)/.exec(String(status["cursor"]))?.[1]);
    } else if (frame.startsWith("event: connection:end")) fail(`a stream was ended: ${frame}`);
  }

  private receiveNumbered(frame: string, at: number): void {
    // `id: p:<36 characters>=41;u=9`
    const seq = Number.parseInt(frame.slice(43, 60), 10);
    if (seq !== this.seq + 1) fail(`event ${seq} came after ${this.seq}`);
    this.seq = seq;
    result.events += 1;
    if (!frame.includes(this.sessionId)) return;
    const event = JSON.parse(frame.slice(frame.indexOf("\ndata: ") + 7)) as { name: string; payload: { messageId: string; role: string; status?: string }; thing?: { content: string } };
    const { messageId, role } = event.payload;
    if (!event.thing) result.bare += 1;
    if (event.name === "chat:message:received") this.reading.reach(messageId);
    if (event.name === "chat:message:received" && role === "user") messageOf(messageId, this.session).receivedAt.push(at);
    if (event.name === "chat:message:updated" && role === "assistant" && event.payload.status !== "streaming") {
      const known = this.answers.get(messageId);
      if (event.payload.status !== "complete") fail(`an answer ended as ${event.payload.status}`);
      if (known && event.thing && known.length !== event.thing.content.length) fail(`an answer has ${event.thing.content.length} characters and came with ${known.length}`);
      this.answers.delete(messageId);
      ended.add(messageId);
    }
  }

  private receiveDelta({ messageId, offset, text }: { messageId: string; offset: number; text: string }, at: number): void {
    result.deltas += 1;
    const known = this.answers.get(messageId);
    if ((known?.length ?? 0) !== offset) fail(`a piece of an answer came at ${offset}, not at ${known?.length ?? 0}`);
    if (known && measuring) result.tokenGaps.push(at - known.at);
    this.answers.set(messageId, { length: offset + text.length, at });
  }
}

const members = plan.members.map((member) => new Member(member));

async function main(): Promise<void> {
  const closers: (() => void)[] = [];
  for (let from = 0; from < members.length; from += 25) closers.push(...(await Promise.all(members.slice(from, from + 25).map((member) => member.open()))));
  parentPort?.postMessage("connected");
  const stop = { now: false };
  const work = [repeat(plan.messagesPerSecond, stop, sendOne), repeat(plan.readsPerSecond, stop, readOne), ...plan.sessions.flatMap(({ answering }, index) => (answering ? [keepAnswering(index, stop)] : []))];
  await sleep(plan.warmUpSeconds * 1000);
  Object.assign(result, { events: 0, deltas: 0, bare: 0, from: now() });
  measuring = true;
  await sleep(plan.seconds * 1000);
  measuring = false;
  result.until = now();
  stop.now = hasEnded = true;
  await Promise.all(work);
  await untilAllReceived();
  await timeLoneEvents();
  for (const close of closers) close();
  result.bareLastOfAll = await timeBareEvents(plan.bareUrl, members.length, plan.rounds);
  collectReceipts();
  if (failures.length > 0) throw new Error("The load met what must not happen");
  parentPort?.postMessage(result);
}

/** Does something so many times a second, however long each takes, until told to stop; then waits for the last. */
async function repeat(perSecond: number, stop: { now: boolean }, work: (turn: number) => Promise<void>): Promise<void> {
  const under = new Set<Promise<void>>();
  const startedAt = now();
  for (let turn = 0; !stop.now && perSecond > 0; turn++) {
    await sleep(Math.max(0, startedAt + (turn * 1000) / perSecond - now()));
    const one: Promise<void> = work(turn).catch((error: unknown) => fail(String(error))).finally(() => under.delete(one));
    under.add(one);
  }
  await Promise.all(under);
}

/** The members take turns, so that all conversations are written in alike. */
const sendOne = async (turn: number): Promise<void> => void (await send((turn * 7) % members.length, `Message ${turn}: what about the plan for next week, and who looks after it?`));

async function send(member: number, content: string): Promise<{ message: { id: string }; reply: { id: string } | null }> {
  const { token, session } = plan.members[member] ?? { token: "", session: 0 };
  const counts = measuring;
  const sentAt = now();
  // With a key, as browsers send; the answer is what the API documents.
  const sent = (await request("POST", `/api/projects/${plan.projectId}/chat/${plan.sessions[session]?.id}/message`, token, { content }, { "idempotency-key": randomUUID() })) as Awaited<ReturnType<typeof send>>;
  const acknowledgedAt = now();
  Object.assign(messageOf(sent.message.id, session), { acknowledgedAt, counts });
  if (counts) result.posts.push(acknowledgedAt - sentAt);
  return sent;
}

/** What browsers read while people look around: lists of conversations, and pages of messages. */
async function readOne(turn: number): Promise<void> {
  const { token, session } = plan.members[(turn * 13) % members.length] ?? { token: "", session: 0 };
  const path = turn % 2 ? `/api/projects/${plan.projectId}/chat/sessions?limit=40` : `/api/projects/${plan.projectId}/chat/${plan.sessions[session]?.id}/messages`;
  const counts = measuring;
  const sentAt = now();
  await request("GET", path, token);
  if (counts) result.reads.push(now() - sentAt);
}

/** Has one answer after the other written in a conversation. */
async function keepAnswering(session: number, stop: { now: boolean }): Promise<void> {
  const asker = plan.members.findIndex((member) => member.session === session);
  // Not all in the same moment.
  await sleep(Math.random() * 5_000);
  while (!stop.now) {
    const { reply } = await send(asker, "@Socrates, what is the next step?");
    if (!reply) throw new Error("A question was not answered.");
    await until(() => ended.has(reply.id), "an answer did not end");
    result.answers += 1;
  }
}

/** Everything that was numbered has reached everybody. */
async function untilAllReceived(): Promise<void> {
  const last = Math.max(...members.map(({ seq }) => seq));
  await until(() => members.every(({ seq }) => seq >= last), `some members did not get event ${last}`);
  await until(() => [...messages.values()].every(({ session, receivedAt }) => receivedAt.length >= membersOf(session)), "some messages did not reach all who show their conversation");
}

/** Everybody turns to one conversation, and somebody begins to type in it: an event that all get at once. */
async function timeLoneEvents(): Promise<void> {
  const sessionId = plan.sessions[0]?.id ?? "";
  for (let from = 0; from < members.length; from += 25) await Promise.all(members.slice(from, from + 25).map((member) => member.show(sessionId)));
  // Those who moved are told to the others for some seconds.
  await sleep(6_000);
  for (let round = 0; round < plan.rounds; round++) {
    for (const member of members) member.heardAt = 0;
    await request("POST", `/api/projects/${plan.projectId}/chat/${sessionId}/typing`, plan.members[round]?.token ?? "", { state: "start" });
    await until(() => members.every(({ heardAt }) => heardAt > 0), "some members did not hear that somebody types");
    result.lastOfAll.push(Math.max(...members.map(({ heardAt }) => heardAt)) - typedAt);
    await sleep(200);
  }
}

function collectReceipts(): void {
  for (const { session, acknowledgedAt, receivedAt, counts } of messages.values()) {
    if (receivedAt.length !== membersOf(session)) fail(`a message came ${receivedAt.length} times to ${membersOf(session)} members`);
    if (!counts) continue;
    result.messages += 1;
    // Many receive it before its sender hears that it was stored.
    for (const at of receivedAt) result.receipts.push(Math.max(0, at - acknowledgedAt));
  }
}

await main().catch((error: unknown) => {
  throw new Error([String(error), ...failures].join("\n"), { cause: error });
});
