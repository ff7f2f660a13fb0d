import { eq } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { chatBranches, chatSummaries, messages } from "@/drizzle/schema";
import { DELETE as deleteMessageRoute, PUT as updateMessageRoute } from "@/app/api/projects/[projectId]/chat/[sessionId]/message/[messageId]/route";
import { call } from "@/drizzle/testing/factories";
import { type ModelServer, startModelServer } from "@/e2e/model-server/model-server";
import { createConversation, type Conversation } from "@/lib/chat/testing/conversation";
import { db } from "@/lib/core/db";
import { newId } from "@/lib/core/ids";

const summaryRequest = "Now write the summary";
let model: ModelServer;
beforeAll(async () => {
  model = await startModelServer();
  // Before anything reads the configuration. A window of about 8,000 characters, most of which are spoken for.
  Object.assign(process.env, { OPENAI_BASE_URL: model.baseUrl, OPENAI_MODELS: "test-chat", OPENAI_CONTEXT_TOKENS: "2048" });
});
afterAll(() => model.close());
beforeEach(() => {
  model.reset();
  model.configure({ answer: "Well.", script: { [summaryRequest]: "They chose oak." } });
});

const summaryRequests = () => model.requests.filter(({ question }) => question.includes(summaryRequest));
const answerRequests = () => model.requests.filter(({ question }) => question.startsWith("Edda:"));
const instructionsOf = (request: { messages: { content: string }[] } | undefined) => request?.messages[0]?.content ?? "";
/** The summaries of a conversation, once there are so many: those that are made ahead come after the answer. */
const storedSummaries = (chat: Conversation, count: number) =>
  vi.waitFor(async () => {
    const rows = await db().select().from(chatSummaries).where(eq(chatSummaries.sessionId, chat.sessionId));
    expect(rows).toHaveLength(count);
    return rows;
  });

/** Messages that were said before, oldest first. @returns their ids */
async function say(chat: Conversation, count: number, text: (index: number) => string, branchId: string | null = null): Promise<string[]> {
  const { projectId, sessionId, editor } = chat;
  const rows = Array.from({ length: count }, (_, index) => ({ id: newId(), projectId, sessionId, branchId, userId: editor.actor.id, role: "user" as const, content: text(index) }));
  for (let at = 0; at < count; at += 1_000) await db().insert(messages).values(rows.slice(at, at + 1_000));
  return rows.map(({ id }) => id);
}

describe("a conversation longer than the model's window", () => {
  it("of ten thousand messages is told by its newest ones and a summary, and never read as a whole", async () => {
    const chat = await createConversation();
    const ids = await say(chat, 10_000, (index) => `This is what was said as number ${index}.`);
    const { reply } = await chat.send("And now?");
    expect(await chat.settled(reply.id)).toMatchObject({ status: "complete", content: "Well." });
    expect(model.requests.slice(0, 2)).toEqual([summaryRequests()[0], answerRequests()[0]]);
    const [asked] = answerRequests();
    expect(instructionsOf(asked)).toContain("<summary>\nThey chose oak.\n</summary>");
    const told = asked?.messages.at(-1)?.content ?? "";
    expect(told).toContain("as number 9999.");
    expect(told.endsWith("Edda: And now?")).toBe(true);
    const first = Number(/as number (\d+)\./.exec(told)?.[1]);
    expect(first).toBeGreaterThan(9_900);
    // The summary ends where the history begins.
    expect(await storedSummaries(chat, 2)).toContainEqual(expect.objectContaining({ upTo: ids[first - 1], content: "They chose oak.", model: "test-chat" }));
    expect(summaryRequests()[0]?.question).toContain(`Edda: This is what was said as number ${first - 1}.`);
    expect(summaryRequests()[0]?.question).not.toContain(`as number ${first}.`);
  });

  it("is summarised once, and further only by what came since", async () => {
    const chat = await createConversation();
    await say(chat, 60, (index) => `The matter that was spoken of as number ${index} is settled.`);
    await chat.settled((await chat.send("One?")).reply.id);
    // What remains fills the window, so it is summarised ahead: nobody waits for that.
    await storedSummaries(chat, 2);
    expect(summaryRequests()).toHaveLength(2);
    expect(summaryRequests()[1]?.question).toContain("The summary so far:\n<summary>\nThey chose oak.\n</summary>");
    await chat.settled((await chat.send("Two?")).reply.id);
    expect(summaryRequests()).toHaveLength(2);
    expect(instructionsOf(answerRequests().at(-1))).toContain("They chose oak.");
  });

  it("is simply cut when no summary can be made, and later answers don't wait for one", async () => {
    const chat = await createConversation();
    await say(chat, 60, (index) => `The matter that was spoken of as number ${index} is settled.`);
    model.configure({ failures: [{ kind: "status", status: 400, match: summaryRequest }] });
    for (const question of ["One?", "Two?"]) expect(await chat.settled((await chat.send(question)).reply.id)).toMatchObject({ status: "complete", content: "Well." });
    expect(summaryRequests()).toHaveLength(1);
    expect(instructionsOf(answerRequests().at(-1))).not.toContain("<summary>");
  });

  it("is not summarised ahead with what was changed while the answer was written", async () => {
    const chat = await createConversation();
    const ids = await say(chat, 60, (index) => `The matter that was spoken of as number ${index} is settled.`);
    model.configure({ failures: [{ kind: "hold", afterTokens: 0, match: "And now?" }] });
    const { reply } = await chat.send("And now?");
    await vi.waitFor(() => expect(answerRequests()).toHaveLength(1));
    const first = Number(/as number (\d+) /.exec(answerRequests()[0]?.question ?? "")?.[1]);
    const params = { ...chat.params, messageId: ids[first] ?? "" };
    expect((await call(updateMessageRoute, { as: chat.editor, params, method: "PUT", body: { content: "It is open again." } })).status).toBe(200);
    model.configure({ failures: [] });
    await chat.settled(reply.id);
    await vi.waitFor(() => expect(summaryRequests()).toHaveLength(2));
    expect(summaryRequests()[1]?.question).toContain(`as number ${first} is settled`);
    await chat.settled((await chat.send("Two?")).reply.id);
    expect(summaryRequests()[2]?.question).toContain("It is open again.");
    // The last one is made ahead: it belongs to this test.
    await storedSummaries(chat, 3);
  });

  it("has the summary of its own branch only", async () => {
    const chat = await createConversation();
    const ids = await say(chat, 60, (index) => `The matter that was spoken of as number ${index} is settled.`);
    const branch = { id: newId(), projectId: chat.projectId, sessionId: chat.sessionId, forkMessageId: ids[2] ?? "" };
    await db().insert(chatBranches).values(branch);
    const [first, last] = [ids[1] ?? "", ids[40] ?? ""];
    const summary = (upTo: string, content: string) => ({ id: newId(), projectId: chat.projectId, sessionId: chat.sessionId, upTo, content, model: "test-chat" });
    await db().insert(chatSummaries).values([summary(first, "Of both."), summary(last, "Of the trunk.")]);
    await say(chat, 60, (index) => `In the branch number ${index} is settled otherwise than before.`, branch.id);
    const { reply } = await chat.post({ content: "And here?", branch: branch.id });
    await chat.settled(reply?.id ?? "");
    expect(summaryRequests()[0]?.question).toContain("Of both.");
    expect(summaryRequests()[0]?.question).not.toContain("Of the trunk.");
    expect(answerRequests()[0]?.question).not.toContain("spoken of");
    await storedSummaries(chat, 4);
  });

  it("forgets a summary with a message that went into it and is changed or deleted", async () => {
    const chat = await createConversation();
    const ids = await say(chat, 4, (index) => `Number ${index}.`);
    const rows = ids.map((upTo) => ({ id: newId(), projectId: chat.projectId, sessionId: chat.sessionId, upTo, content: "So far.", model: "test-chat" }));
    await db().insert(chatSummaries).values(rows);
    const at = (index: number) => ({ ...chat.params, messageId: ids[index] ?? "" });
    expect((await call(updateMessageRoute, { as: chat.editor, params: at(3), method: "PUT", body: { content: "Otherwise." } })).status).toBe(200);
    expect((await storedSummaries(chat, 3)).map(({ upTo }) => upTo)).toEqual(ids.slice(0, 3));
    expect((await call(deleteMessageRoute, { as: chat.editor, params: at(1), method: "DELETE" })).status).toBe(204);
    expect((await storedSummaries(chat, 1)).map(({ upTo }) => upTo)).toEqual([ids[0]]);
  });
});

describe("a short conversation", () => {
  it("is told whole, without a summary", async () => {
    const chat = await createConversation();
    for (const question of ["One?", "Two?", "Three?"]) await chat.settled((await chat.send(question)).reply.id);
    expect(answerRequests().at(-1)?.messages.slice(1).map(({ content }) => content)).toEqual(["Edda: One?", "Well.", "Edda: Two?", "Well.", "Edda: Three?"]);
    expect(summaryRequests()).toHaveLength(0);
  });
});
