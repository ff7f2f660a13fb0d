import "server-only";
import { createUIMessageStreamResponse, type UIMessageChunk } from "ai";
import { authorize, type Granted } from "@/lib/access/authorize";
import { followAnswer } from "@/lib/assistant/following";
import { hub } from "@/lib/events/hub";
import type { Message, SentMessage } from "./schemas";

/** A comment so often keeps proxies from closing a stream in which nothing happens, in milliseconds. */
const keepAliveMs = 15_000;

/**
 * The answer as the AI SDK's UI message stream, for its clients. The answer's id is the message's id, so that a client
 * can ask for it to be written anew. Whoever leaves only stops listening; whoever may no longer read here hears no more.
 */
export function answerStream(by: Granted<"chat.write">, { message, reply }: SentMessage): Response {
  if (!reply) return respond(new ReadableStream({ start: withoutAnswer }));
  const { id } = reply;
  let leave = () => {};
  let isOpen = true;
  const stream = new ReadableStream<UIMessageChunk>({
    start(controller) {
      const write = (chunk: UIMessageChunk) => {
        if (isOpen) controller.enqueue(chunk);
      };
      write({ type: "start", messageId: id, messageMetadata: { sessionId: message.sessionId, questionId: message.id } });
      write({ type: "text-start", id });
      const following = followAnswer({ projectId: by.projectId, sessionId: message.sessionId }, id, (delta) => write({ type: "text-delta", id, delta }));
      leave = following.leave;
      const unwatch = whenShutOut(by, leave);
      // Not awaited here: nothing is read from a stream before its `start` is done.
      void following.ended.then((answer) => {
        unwatch();
        write({ type: "text-end", id });
        for (const chunk of ending(answer)) write(chunk);
        if (isOpen) controller.close();
        isOpen = false;
      });
    },
    cancel() {
      isOpen = false;
      leave();
    },
  });
  return respond(stream);
}

/** Calls `end` when the session or the membership of whoever listens ends. @returns what stops watching */
function whenShutOut({ actor, projectId }: Granted<"chat.write">, end: () => void): () => void {
  return hub().subscribeControl((control) => {
    if (control.kind === "session-ended" && control.sessionId === actor.sessionId) end();
    const isMeant = control.kind === "membership-changed" && control.projectId === projectId && (!control.userId || control.userId === actor.id);
    if (isMeant) authorize(actor, projectId, "chat.read").catch(end);
  });
}

const respond = (stream: ReadableStream<UIMessageChunk>): Response =>
  createUIMessageStreamResponse({ stream, keepAliveMs, headers: { "cache-control": "no-cache, no-transform", "x-accel-buffering": "no" } });

/** Nobody asked the assistant. Without an id a client shows no message of its. */
function withoutAnswer(controller: ReadableStreamDefaultController<UIMessageChunk>): void {
  controller.enqueue({ type: "start" });
  controller.enqueue({ type: "finish", finishReason: "stop" });
  controller.close();
}

function ending(answer: Message | null): UIMessageChunk[] {
  if (!answer) return [{ type: "abort", reason: "gone" }];
  const { status, citations, metadata } = answer;
  if (status === "failed") return [{ type: "message-metadata", messageMetadata: { status, citations } }, { type: "error", errorText: String(metadata["problem"]) }];
  const sources = new Map(citations.map(({ documentId, title }) => [documentId, title]));
  return [
    ...[...sources].map(([sourceId, title]): UIMessageChunk => ({ type: "source-document", sourceId, mediaType: "text/plain", title })),
    { type: "message-metadata", messageMetadata: { status, citations } },
    status === "complete" ? { type: "finish", finishReason: metadata["cutOff"] ? "length" : "stop" } : { type: "abort", reason: status },
  ];
}
