import type { SentMessage } from "@/lib/chat/schemas";
import { api } from "@/lib/http/paths";
import type { Problem } from "@/lib/core/problems";
import type { LocalMessage, NewMessage } from "./outbox";
import { outcomeOf } from "./outcome";
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
      try {
        if (this.store.edges.newer !== null && local.replaces === null) await this.goToEnd();
        const { message, reply } = await this.client.post<SentMessage>(api.send(projectId, sessionId), toInput(local), { idempotencyKey: clientId });
        this.store.settleLocal(clientId, message);
        if (reply) this.store.applyRow(reply);
        return undefined;
      } catch (error) {
        const outcome = outcomeOf(error);
        if (outcome.state === "unknown") return null;
        if (outcome.state === "refused" || tries >= mostBusyTries) return outcome.problem;
        // It is stored, and the stream brings it: only its answer was lost.
        if (outcome.state === "done" && tries >= mostCommittedTries) {
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
