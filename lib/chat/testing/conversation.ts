import { call, createTeam, json, type TestUser } from "@/drizzle/testing/factories";
import { knowledgeDocuments, messages } from "@/drizzle/schema";
import { DELETE as stopRoute, POST as retryRoute } from "@/app/api/projects/[projectId]/chat/[sessionId]/message/[messageId]/reply/route";
import { GET as messageRoute } from "@/app/api/projects/[projectId]/chat/[sessionId]/message/[messageId]/route";
import { POST as sendRoute } from "@/app/api/projects/[projectId]/chat/[sessionId]/message/route";
import { GET as messagesRoute } from "@/app/api/projects/[projectId]/chat/[sessionId]/messages/route";
import { POST as createSessionRoute } from "@/app/api/projects/[projectId]/chat/sessions/route";
import type { ProjectEvent } from "@/lib/events/catalogue";
import { db, transaction } from "@/lib/core/db";
import { newId } from "@/lib/core/ids";
import { hub } from "@/lib/events/hub";
import { insertChunks } from "@/lib/knowledge/queries";
import { eq } from "drizzle-orm";
import { expect, vi } from "vitest";
import type { ChatSession, Message, MessagePage, SentMessage } from "../schemas";

/** A team with a conversation, and what one does in it over the API. */
export async function createConversation({ title = "A conversation" } = {}) {
  const team = await createTeam();
  const { projectId, editor } = team;
  const session = await json<ChatSession>(await call(createSessionRoute, { as: editor, params: { projectId }, body: { title } }));
  const params = { projectId, sessionId: session.id };
  const events: ProjectEvent[] = [];
  await hub().subscribe(projectId, (event) => events.push(event));
  const read = async (query = "", as: TestUser = editor) => json<MessagePage>(await call(messagesRoute, { as, params, query }));
  return {
    ...team,
    sessionId: session.id,
    params,
    /** What members' streams of this process got, in order. */
    events,
    deltas: (messageId: string) => events.filter(({ name, payload }) => name === "chat:message:delta" && payload["messageId"] === messageId).map(({ payload }) => ({ offset: Number(payload["offset"]), text: String(payload["text"]) })),
    send: async (content: string, as: TestUser = editor) => {
      const response = await call(sendRoute, { as, params, body: { content } });
      expect(response.status).toBe(201);
      return json<SentMessage & { reply: { id: string } }>(response);
    },
    /** A message with whatever belongs to it besides its text. */
    post: async (body: Record<string, unknown>, as: TestUser = editor) => {
      const response = await call(sendRoute, { as, params, body });
      expect(response.status).toBe(201);
      return json<SentMessage>(response);
    },
    retry: (messageId: string, as: TestUser = editor) => call(retryRoute, { as, params: { ...params, messageId }, method: "POST" }),
    stop: (messageId: string, as: TestUser = editor) => call(stopRoute, { as, params: { ...params, messageId }, method: "DELETE" }),
    read,
    /** The answer as the API shows it, once it is over. */
    settled: (messageId: string, as: TestUser = editor) =>
      vi.waitFor(
        async () => {
          const message = await json<Message>(await call(messageRoute, { as, params: { ...params, messageId } }));
          if (message.status === "streaming" || message.status === "queued") throw new Error("the answer is still being written");
          return message;
        },
        { interval: 20 },
      ),
  };
}

export type Conversation = Awaited<ReturnType<typeof createConversation>>;

/** The stored row of a message. */
export async function storedMessage(id: string) {
  const [row] = await db().select().from(messages).where(eq(messages.id, id));
  return row;
}

/** A ready document of one passage for each text, one a page. @returns its id */
export async function addDocument({ projectId, editor }: Conversation, title: string, passages: { text: string; heading?: string }[]): Promise<string> {
  const id = newId();
  await db().insert(knowledgeDocuments).values({ id, projectId, userId: editor.actor.id, title, documentType: "txt", mediaType: "text/plain", status: "ready" });
  const rows = passages.map(({ text, heading = null }, index) => ({ id: newId(), chunkIndex: index, contentChunk: text, heading, page: index + 1, startOffset: 10, endOffset: 10 + text.length }));
  await transaction((tx) => insertChunks(tx, projectId, id, rows));
  return id;
}
