import type { Message, MessagePage, SentMessage } from "@/lib/chat/schemas";
import type { ProjectEvent } from "@/lib/events/catalogue";
import { apiClient } from "@/lib/http/client";
import { api } from "@/lib/http/paths";
import { randomId } from "@/components/realtime/random-id";
import { MessageSender } from "./message-sender";
import type { Author, NewMessage } from "./outbox";
import { applyEvent } from "./thread-events";
import { readNewest, readPage, usualPage, type Place, type ThreadApi } from "./thread-reader";
import { ThreadRefresher } from "./thread-refresher";
import { ThreadStore } from "./thread-store";
import { TypingSignal } from "./typing-signal";

type ThreadOptions = Place & {
  /** The page that the server rendered. */
  page: MessagePage;
  author: Author;
  client?: ThreadApi;
};

/** What can be done in a conversation, and what becomes of it in the store. Requests throw ApiError, ConnectionError. */
export class ThreadController {
  readonly store: ThreadStore;
  private readonly place: Place;
  private readonly client: ThreadApi;
  private readonly sender: MessageSender;
  private readonly refresher: ThreadRefresher;
  private readonly typing: TypingSignal;

  constructor({ projectId, sessionId, page, author, client = apiClient }: ThreadOptions) {
    this.place = { projectId, sessionId };
    this.client = client;
    this.store = new ThreadStore({ sessionId, author, page });
    this.sender = new MessageSender(client, this.place, this.store, () => this.jumpToNewest());
    this.refresher = new ThreadRefresher(client, this.place, this.store);
    this.typing = new TypingSignal((state) => {
      // A lost signal runs out by itself at the others', so there is nothing to say about it here.
      client.post(api.typing(projectId, sessionId), { state }).catch(() => undefined);
    });
  }

  handleEvent = (event: ProjectEvent): void => applyEvent(this.store, event);

  /** Something was missed: reads the newest messages and those in view again. */
  handleReset = (): void => {
    this.store.clearTyping();
    this.refresher.reset();
  };

  /** The server can be reached, perhaps again: sends what waited, and reads what grew before this was listening. */
  handleLive = (): void => {
    this.sender.retryUnreached();
    this.refresher.readGrowing();
  };

  /** Goes on after `rest`. */
  resume(): void {
    this.refresher.resume();
  }

  /** Ends timers while nobody looks. */
  rest(): void {
    this.refresher.pause();
    this.store.clearTyping();
  }

  /** Tells which message is the first in view, so that a reset reads down to it. */
  setViewTop = (key: string | null): void => this.refresher.setViewTop(key === null ? null : this.store.idOf(key));

  /** Shows a message at once and sends it, after those written before, at the conversation's end. @returns its key */
  send = (content: string, { replyTo = null, attachments = [], replaces = null }: Partial<Omit<NewMessage, "content">> = {}): string => {
    const clientId = randomId();
    this.typing.sent();
    this.sender.send(clientId, { content, replyTo, attachments, replaces });
    return clientId;
  };

  retrySend = (key: string): void => this.sender.retry(key);

  /** Takes back a message that failed. @returns its text, for whoever wants to change it */
  discard = (key: string): string | null => {
    const local = this.store.outbox.get(key);
    if (!local || local.send.state !== "failed") return null;
    this.store.removeLocal(key);
    return local.content;
  };

  loadOlder = (): Promise<void> => this.load("older");
  loadNewer = (): Promise<void> => this.load("newer");

  /** Shows the end of the conversation, without what lies in between. */
  jumpToNewest = async (): Promise<void> => {
    const { items, olderCursor } = await readNewest(this.client, this.place, null, 0);
    const { span } = this.store;
    const first = items[0]?.id;
    this.store.addNewest(items, olderCursor, !span || first === undefined || first <= span.newest);
  };

  /** Ends an answer where it is; its text so far stays. */
  stop = async (messageId: string): Promise<void> => {
    await this.client.delete(this.replyPath(messageId));
  };

  /** Has an answer written anew in its place. */
  regenerate = async (messageId: string): Promise<void> => {
    const { reply } = await this.client.post<SentMessage>(this.replyPath(messageId));
    if (reply) this.store.applyRow(reply);
  };

  edit = async (messageId: string, content: string): Promise<void> => {
    this.store.applyRow(await this.client.put<Message>(this.messagePath(messageId), { content }));
  };

  remove = async (messageId: string): Promise<void> => {
    await this.client.delete(this.messagePath(messageId));
    this.store.markStale(messageId);
  };

  /** To be called as somebody types; tells the others now and then. */
  type = (): void => this.typing.start();
  stopTyping = (): void => this.typing.stop();

  private messagePath(messageId: string): string {
    return api.message(this.place.projectId, this.place.sessionId, messageId);
  }

  private replyPath(messageId: string): string {
    return api.reply(this.place.projectId, this.place.sessionId, messageId);
  }

  private async load(side: "older" | "newer"): Promise<void> {
    const flag = side === "older" ? "isLoadingOlder" : "isLoadingNewer";
    const cursor = this.store.edges[side];
    if (cursor === null || this.store.getEdges()[flag]) return;
    this.store.edges.change({ [flag]: true });
    try {
      const page = await readPage(this.client, this.place, { cursor, limit: usualPage });
      // A reset may have moved this end meanwhile: the page would not join.
      if (this.store.edges[side] === cursor) this.store.addPage(page, side);
    } finally {
      this.store.edges.change({ [flag]: false });
    }
  }
}
