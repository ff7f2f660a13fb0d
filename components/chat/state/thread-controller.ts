import type { ChatBranch, Message, MessagePage } from "@/lib/chat/schemas";
import type { ProjectEvent } from "@/lib/events/catalogue";
import { apiClient } from "@/lib/http/client";
import { api } from "@/lib/http/paths";
import { randomId } from "@/components/ui/random-id";
import { MessageSender } from "./message-sender";
import type { Author, NewMessage } from "./outbox";
import type { OutboxStorage } from "./outbox-storage";
import { ReadCursor } from "./read-cursor";
import { applyEvent } from "./thread-events";
import { ThreadNavigator } from "./thread-navigator";
import type { Place, ThreadApi } from "./thread-reader";
import { ThreadRefresher } from "./thread-refresher";
import { ThreadStore } from "./thread-store";
import { TypingSignal } from "./typing-signal";

type ThreadOptions = Place & {
  /** The page that the server rendered; its branch is shown. */
  page: MessagePage;
  /** The branch that the conversation goes on in, null for the trunk, and those that are known. */
  activeBranchId?: string | null;
  branches?: readonly ChatBranch[];
  /** The last message that the reader has read. */
  readUpTo?: string | null;
  author: Author;
  client?: ThreadApi;
};

/** What can be done in a conversation, and what becomes of it in the store. Requests throw ApiError, ConnectionError. */
export class ThreadController {
  readonly store: ThreadStore;
  readonly navigator: ThreadNavigator;
  readonly readCursor: ReadCursor;
  readonly place: Place;
  readonly client: ThreadApi;
  private readonly sender: MessageSender;
  private readonly refresher: ThreadRefresher;
  private readonly typing: TypingSignal;

  constructor({ projectId, sessionId, page, activeBranchId, branches, readUpTo = null, author, client = apiClient }: ThreadOptions) {
    this.place = { projectId, sessionId };
    this.client = client;
    this.store = new ThreadStore({ sessionId, author, page, activeBranchId, branches });
    this.navigator = new ThreadNavigator(client, this.place, this.store);
    this.readCursor = new ReadCursor(readUpTo, (messageId, isLeaving) => client.put(api.sessionRead(projectId, sessionId), { messageId }, { keepalive: isLeaving }));
    this.sender = new MessageSender(client, this.place, this.store, () => this.jumpToNewest());
    this.refresher = new ThreadRefresher(client, this.place, this.store);
    this.typing = new TypingSignal((state) => {
      // A lost signal runs out by itself at the others', so there is nothing to say about it here.
      client.post(api.typing(projectId, sessionId), { state }).catch(() => undefined);
    });
  }

  handleEvent = (event: ProjectEvent): void => {
    applyEvent(this.store, event);
    this.navigator.handleEvent(event);
  };

  /** Something was missed: reads again what is in view, and lets go of the rest. */
  handleReset = (): void => {
    this.store.clearTyping();
    this.refresher.reset();
    this.navigator.refreshSoon();
  };

  /** The server can be reached, perhaps again: sends what waited, and reads what grew before this was listening. */
  handleLive = (): void => {
    this.sender.retryUnreached();
    this.refresher.readGrowing();
    this.navigator.resume();
  };

  /** Keeps what isn't sent beyond the page, and shows what was kept before: it is sent once the server is reached. */
  keepUnsent(storage: OutboxStorage): void {
    for (const local of this.store.outbox.keepIn(storage)) this.store.setLocal(local);
  }

  /** Goes on after `rest`. */
  resume(): void {
    this.refresher.resume();
  }

  /** Ends timers while nobody looks. */
  rest(): void {
    this.sender.rest();
    this.refresher.pause();
    this.navigator.pause();
    this.readCursor.flush();
    this.store.clearTyping();
  }

  /** Tells which message is the first in view, so that a reset reads it again; null at the end of those at hand. */
  setViewTop = (key: string | null): void => this.refresher.setViewTop(key === null ? null : this.store.idOf(key));

  /** Shows a message at once and sends it, after those written before, at the conversation's end. @returns its key */
  send = (content: string, { replyTo = null, attachments = [], replaces = null }: Partial<Omit<NewMessage, "content">> = {}): string => {
    const clientId = randomId();
    this.typing.sent();
    this.sender.send(clientId, { content, replyTo, attachments, replaces });
    return clientId;
  };

  retrySend = (key: string): void => this.sender.retry(key);

  /** Takes back a message that failed. @returns what brings it back as it was; null for one that is sent or on its way */
  discard = (key: string): (() => void) | null => {
    const local = this.store.outbox.get(key);
    if (!local || local.send.state !== "failed") return null;
    this.store.removeLocal(key);
    return () => this.store.setLocal(local);
  };

  loadOlder = (): Promise<void> => this.navigator.load("older");
  loadNewer = (): Promise<void> => this.navigator.load("newer");

  /** Shows the end of the conversation, without what lies in between. */
  jumpToNewest = (): Promise<void> => this.navigator.toNewest();

  /** Brings the reader to a message, wherever in the conversation it is. A failure is told in the thread. */
  jumpTo = (messageId: string): void => void this.navigator.to(messageId);

  /** Shows another branch, null for the trunk. Without a choice the one that is active is shown. */
  chooseBranch = (branchId: string | null): Promise<void> => this.navigator.choose(branchId);

  /**
   * Tells that the reader has come to the message with this key, and so has read everything before it.
   * @returns the id of the last one that was read; null when it is nothing that the server has
   */
  read = (key: string): string | null => {
    const id = this.store.lastIdUpTo(key);
    if (id !== null) this.readCursor.reach(id);
    return id;
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
}
