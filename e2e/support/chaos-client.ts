import { SharedStream } from "@/components/realtime/shared-stream";
import type { Page } from "@/components/realtime/page";
import { ThreadController } from "@/components/chat/state/thread-controller";
import type { Message, MessagePage } from "@/lib/chat/schemas";
import { makeApiClient } from "@/lib/http/client";
import { api } from "@/lib/http/paths";
import { anyAddress, type ApiUser } from "./api";
import type { CuttableLine } from "./cuttable-line";
import type { Conversation } from "./people";

/** A page that is always looked at, and whose network fails only where it is cut. */
const steadyPage: Page = { isVisible: () => true, isOnline: () => true, watch: () => () => undefined };

/** The program's own client without a screen, behind a line that can be cut: what it knows is what a page would show. */
export type ChaosClient = {
  person: ApiUser;
  line: CuttableLine;
  thread: ThreadController;
  /** Numbers of the project's events in the order of their coming, and how often something had to be read anew. */
  seen: number[];
  resets: () => number;
  isLive: () => boolean;
  /** Messages that were written here and that the server hasn't acknowledged, each with what became of it. */
  unsent: () => string[];
  view: () => Pick<Message, "id" | "content" | "status" | "role">[];
  close: () => void;
};

/** Opens a conversation as its page does: the number of the last event is read before the messages. */
export async function openClient(person: ApiUser, name: string, { projectId, sessionId }: Conversation, line: CuttableLine, position: number): Promise<ChaosClient> {
  const fetchThrough = ((path: string, init: RequestInit = {}) => {
    const headers = new Headers(init.headers);
    headers.set("authorization", `Bearer ${person.token}`);
    headers.set("x-forwarded-for", address);
    // The options that only a browser knows are left out.
    const { method, body, signal } = init;
    return fetch(line.url + path, { method, body, signal, headers });
  }) as typeof fetch;
  const address = anyAddress();
  const client = makeApiClient(fetchThrough);
  const page = await client.get<MessagePage>(api.messages(projectId, sessionId, { limit: 50 }));
  const thread = new ThreadController({ projectId, sessionId, page, author: { id: person.userId, name }, client });
  const stream = new SharedStream({ sessionKey: person.userId, page: steadyPage, tabs: null, fetch: fetchThrough });
  const seen: number[] = [];
  let resets = 0;
  stream.subscribe(projectId, position, {
    onEvent: (event) => {
      if (event.seq !== null) seen.push(event.seq);
      thread.handleEvent(event);
    },
    onReset: () => {
      resets += 1;
      thread.handleReset();
    },
  });
  stream.subscribeState(() => stream.getState().name === "live" && thread.handleLive());
  stream.show({ projectId, sessionId, documentId: null });
  stream.start();
  thread.resume();
  const items = () => thread.store.getOrder().flatMap((key) => thread.store.getItem(key) ?? []);
  return {
    person,
    line,
    thread,
    seen,
    resets: () => resets,
    isLive: () => stream.getState().name === "live",
    unsent: () => items().flatMap(({ message, send }) => (send === null ? [] : [`${message.content}: ${send.state}${send.state === "failed" ? ` ${send.problem?.code ?? "unreached"}` : ""}`])),
    view: () => items().map(({ message: { id, content, status, role } }) => ({ id, content, status, role })),
    close: () => {
      stream.stop();
      thread.rest();
    },
  };
}
