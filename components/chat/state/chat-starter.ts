import { randomId } from "@/components/ui/random-id";
import type { Attachment } from "@/lib/chat/attachments/schemas";
import type { ChatSession, SentMessage } from "@/lib/chat/schemas";
import { ConnectionError } from "@/lib/http/client";
import { api } from "@/lib/http/paths";
import { outcomeOf } from "./outcome";
import type { ThreadApi } from "./thread-reader";

type FirstMessage = { content: string; attachments: readonly Attachment[] };

/** The keys under which a conversation for `written` is made once and that is stored in it once, however often both are sent. */
type Attempt = { session: string; written: string; message: string };

/** Begins a conversation with its first message. What may have reached the server is repeated, never done twice. */
export class ChatStarter {
  private readonly client: Pick<ThreadApi, "post" | "delete">;
  private readonly projectId: string;
  private attempt: Attempt | null = null;

  constructor(client: Pick<ThreadApi, "post" | "delete">, projectId: string) {
    this.client = client;
    this.projectId = projectId;
  }

  /**
   * @returns the conversation's id
   * @throws ApiError when the server refuses it, and then nothing is left of it; ConnectionError when nothing is known
   */
  async start({ content, attachments }: FirstMessage): Promise<string> {
    const body = { content, ...(attachments.length > 0 ? { attachmentIds: attachments.map(({ id }) => id) } : {}) };
    const { session, message } = this.attemptFor(JSON.stringify(body));
    let sessionId: string | null = null;
    try {
      sessionId = (await this.client.post<ChatSession>(api.chatSessions(this.projectId), {}, { idempotencyKey: session })).id;
      await this.client.post<SentMessage>(api.send(this.projectId, sessionId), body, { idempotencyKey: message });
    } catch (error) {
      const { state } = outcomeOf(error);
      if (state === "unknown") throw error;
      if (state === "under-way") throw new ConnectionError("An earlier try has no answer yet.", { cause: error });
      if (state === "refused" || sessionId === null) return this.giveUp(sessionId, error);
      // It is stored, and only its answer was lost.
    }
    this.attempt = null;
    return sessionId;
  }

  /**
   * The same text has the same keys until it is settled what became of it. Another has a conversation of its own: the
   * one before may be stored, and must not go when this one is refused.
   */
  private attemptFor(written: string): Attempt {
    if (this.attempt?.written !== written) this.attempt = { session: randomId(), written, message: randomId() };
    return this.attempt;
  }

  private async giveUp(sessionId: string | null, reason: unknown): Promise<never> {
    this.attempt = null;
    // A conversation without a message would only be in the way; if it stays, it can be deleted by hand.
    if (sessionId !== null) await this.client.delete(api.chatSession(this.projectId, sessionId)).catch(() => null);
    throw reason;
  }
}
