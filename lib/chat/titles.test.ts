import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { GET as sessionRoute, PATCH as updateRoute } from "@/app/api/projects/[projectId]/chat/sessions/[sessionId]/route";
import { call, json } from "@/drizzle/testing/factories";
import { type ModelServer, startModelServer } from "@/e2e/model-server/model-server";
import type { ChatSession } from "./schemas";
import { createConversation, type Conversation } from "./testing/conversation";
import { nameConversation } from "./titles";

/** What stands between question and answer where a title is asked for. */
const titleRequest = "\n---\n";
let model: ModelServer;
beforeAll(async () => {
  model = await startModelServer();
  // Before anything reads the configuration.
  Object.assign(process.env, { OPENAI_BASE_URL: model.baseUrl, OPENAI_MODELS: "test-chat" });
});
afterAll(() => model.close());
beforeEach(() => {
  model.reset();
  model.configure({ answer: "Well.", script: { [titleRequest]: " “**Beams** of oak.”\n" } });
});

const titleOf = async (chat: Conversation) => (await json<ChatSession>(await call(sessionRoute, { as: chat.viewer, params: chat.params }))).title;
const rename = (chat: Conversation, title: string) => call(updateRoute, { as: chat.editor, params: chat.params, method: "PATCH", body: { title } });
const titleRequests = () => model.requests.filter(({ question }) => question.includes(titleRequest));
const titlesTold = (chat: Conversation) => chat.events.filter(({ name }) => name === "chat:session:updated").map(({ thing }) => (thing as ChatSession).title);

describe("a conversation that nobody named", () => {
  it("gets its name from the model that answered first, once", async () => {
    const chat = await createConversation({ title: "" });
    await chat.settled((await chat.send("Which wood, and why?")).reply.id);
    await vi.waitFor(async () => expect(await titleOf(chat)).toBe("Beams of oak"));
    await vi.waitFor(() => expect(titlesTold(chat)).toEqual(["Which wood, and why?", "Beams of oak"]));
    expect(titleRequests().map(({ question }) => question)).toEqual(["Which wood, and why?\n\n---\n\nWell."]);
    const { reply } = await chat.send("And then?");
    await nameConversation({ ...chat.params, answer: await chat.settled(reply.id), isNamed: true });
    expect(titleRequests()).toHaveLength(1);
  });

  it("gets its name from an answer that had to wait, when the one before was stopped", async () => {
    const chat = await createConversation({ title: "" });
    model.configure({ failures: [{ kind: "hold", afterTokens: 0, times: 1 }] });
    const first = await chat.send("Which metal?");
    await vi.waitFor(() => expect(model.requests).toHaveLength(1));
    const second = await chat.send("Which wood?");
    expect(second.reply.status).toBe("queued");
    await chat.stop(first.reply.id);
    await chat.settled(second.reply.id);
    await vi.waitFor(async () => expect(await titleOf(chat)).toBe("Beams of oak"));
    expect(titleRequests().map(({ question }) => question)).toEqual(["Which wood?\n\n---\n\nWell."]);
  });

  it("keeps its question as its name when the model makes none", async () => {
    const chat = await createConversation({ title: "" });
    model.configure({ failures: [{ kind: "status", status: 400, match: titleRequest }] });
    const answer = await chat.settled((await chat.send("Which wood?")).reply.id);
    await nameConversation({ ...chat.params, answer, isNamed: false });
    expect(await titleOf(chat)).toBe("Which wood?");
  });

  it("keeps the name that somebody gives it meanwhile", async () => {
    const chat = await createConversation({ title: "" });
    model.configure({ failures: [{ kind: "hold", afterTokens: 0, match: titleRequest }] });
    const answer = await chat.settled((await chat.send("Which wood?")).reply.id);
    const naming = nameConversation({ ...chat.params, answer, isNamed: false });
    await vi.waitFor(() => expect(titleRequests()).toHaveLength(2));
    expect((await rename(chat, "Mine")).status).toBe(200);
    model.configure({ failures: [] });
    await naming;
    expect(await titleOf(chat)).toBe("Mine");
    expect(titlesTold(chat)).toEqual(["Which wood?", "Mine"]);
  });
});

it("a conversation with a name keeps it", async () => {
  const chat = await createConversation({ title: "Mine" });
  const answer = await chat.settled((await chat.send("Which wood?")).reply.id);
  await nameConversation({ ...chat.params, answer, isNamed: true });
  expect(titleRequests()).toHaveLength(0);
  await nameConversation({ ...chat.params, answer, isNamed: false });
  expect(await titleOf(chat)).toBe("Mine");
});
