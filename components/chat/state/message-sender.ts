import type { SentMessage } from "@/lib/chat/schemas";
import { ApiError, ConnectionError } from "@/lib/http/client";
import { api } from "@/lib/http/paths";
import type { Problem } from "@/lib/core/problems";
import type { LocalMessage, NewMessage } from "./outbox";
import type { Place, ThreadApi } from "./thread-reader";
import type { ThreadStore } from "./thread-store";

/**
 * The first try may still be under way when it is repeated, or its server may have died over it: another gives it up
 * after a minute. Until then it is asked again, ever more slowly.
 */
const busyMs = 1_000;
const longestBusyMs = 10_000;
const mostBusyTries = 12;
/** The answer to work that is done comes at once, or never. */
const mostCommittedTries = 3;
/** Answers of a server, or of something before it, that is just starting, ending or overrun. */
const passing = [502, 503, 504];
/** What didn't reach the server is tried again by itself, ever more slowly. */
const firstRetryMs = 2_000;
const longestRetryMs = 30_000;

/**
 * Sends messages one after the other, so that they arrive in the order of writing. What fails is kept with its reason
 * and can be tried again: its key makes sure that it is stored once.
 */
export class MessageSender {
  private readonly client: ThreadApi;
  private readonly place: Place;
  private readonly store: ThreadStore;
  private readonly goToEnd: () => Promise<void>;
  private readonly queue: string[] = [];
  /** Those that were sent before: the server may have them already. */
  private readonly tried = new Set<string>();
  private isSending = false;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private failures = 0;

  /** `goToEnd` reads the end of the conversation, where what is sent has its place. */
  constructor(client: ThreadApi, place: Place, store: ThreadStore, goToEnd: () => Promise<void>) {
    this.goToEnd = goToEnd;
    this.client = client;
    this.place = place;
    this.store = store;
  }

  /** Shows a message at once and sends it, after those that didn't reach the server before. */
  send(clientId: string, message: NewMessage): void {
    this.retryUnreached();
    this.store.setLocal({ ...message, clientId, branchId: this.store.view.branchId, createdAt: new Date().toISOString(), send: { state: "sending" }, claimedBy: null });
    this.enqueue(clientId);
  }

  /** Sends one that failed again. */
  retry(clientId: string): void {
    const local = this.store.outbox.get(clientId);
    if (!local || local.send.state !== "failed") return;
    this.store.setLocal({ ...local, send: { state: "sending" } });
    this.enqueue(clientId);
  }

  /** Sends again what never reached the server, in the order of writing. */
  retryUnreached(): void {
    for (const { clientId } of this.store.outbox.unreached()) this.retry(clientId);
  }

  /** Ends the timer; what is unsent waits for `retryUnreached`. */
  rest(): void {
    clearTimeout(this.timer);
  }

  /** Requests may fail while the stream lives, whose coming back would be the sign to try again. */
  private retryLater(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.retryUnreached(), Math.min(longestRetryMs, firstRetryMs * 2 ** this.failures));
    this.failures += 1;
  }

  private enqueue(clientId: string): void {
    this.queue.push(clientId);
    if (!this.isSending) void this.work();
  }

  private async work(): Promise<void> {
    this.isSending = true;
    try {
      await this.sendAll();
    } finally {
      this.isSending = false;
    }
  }

  private async sendAll(): Promise<void> {
    for (let clientId = this.queue.shift(); clientId !== undefined; clientId = this.queue.shift()) {
      const problem = await this.post(clientId);
      if (problem === undefined) {
        this.failures = 0;
        continue;
      }
      this.store.failLocal(clientId, problem);
      if (problem !== null) continue;
      // Whatever was written after it waits with it, or the order would change.
      for (const waiting of this.queue.splice(0)) this.store.failLocal(waiting, null);
      this.retryLater();
    }
  }

  /** @returns the problem; null when the server could not be reached; undefined when the message is sent */
  private async post(clientId: string): Promise<Problem | null | undefined> {
    const { projectId, sessionId } = this.place;
    for (let tries = 1; ; tries += 1) {
      const local = this.store.outbox.get(clientId);
      if (!local) return undefined;
      const isRepeated = this.tried.has(clientId);
      this.tried.add(clientId);
      try {
        if (this.store.edges.newer !== null && local.replaces === null) await this.goToEnd();
        const { message, reply } = await this.client.post<SentMessage>(api.send(projectId, sessionId), toInput(local), { idempotencyKey: clientId });
        this.store.settleLocal(clientId, message);
        if (reply) this.store.applyRow(reply);
        return undefined;
      } catch (error) {
        if (error instanceof ConnectionError) return null;
        if (!(error instanceof ApiError)) throw error;
        if (passing.includes(error.problem.status)) return null;
        if (error.problem.code !== "conflict" || !isRepeated || tries >= mostBusyTries) return error.problem;
        // It is stored, and the stream brings it: only its answer was lost.
        if (error.problem["committed"] === true && tries >= mostCommittedTries) {
          this.store.dropLocal(clientId);
          return undefined;
        }
      }
      await new Promise((resolve) => setTimeout(resolve, Math.min(longestBusyMs, busyMs * 2 ** (tries - 1))));
    }
  }
}

/** What the server is told of a message. */
const toInput = ({ content, branchId, replyTo, attachments, replaces }: LocalMessage) => ({
  content,
  branch: branchId ?? "main",
  ...(replyTo === null ? {} : { replyTo }),
  ...(attachments.length === 0 ? {} : { attachmentIds: attachments.map(({ id }) => id) }),
  ...(replaces === null ? {} : { replaces }),
});
