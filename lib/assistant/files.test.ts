import { Readable } from "node:stream";
import { eq } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { z } from "zod";
import { chatAttachments, chatSessions, knowledgeDocuments, messages, type StoredAttachment } from "@/drizzle/schema";
import { grantOf } from "@/drizzle/testing/factories";
import { type ModelServer, startModelServer } from "@/e2e/model-server/model-server";
import { addDocument, createConversation, storedMessage, type Conversation } from "@/lib/chat/testing/conversation";
import { db } from "@/lib/core/db";
import { putFile } from "@/lib/core/files";
import { newId } from "@/lib/core/ids";
import { mutate } from "@/lib/events/mutate";
import { openAnswer } from "./answers";
import { builtInTexts } from "./built-in-texts";
import { startAnswer } from "./runner";

let model: ModelServer;
beforeAll(async () => {
  model = await startModelServer();
  // Before anything reads the configuration.
  Object.assign(process.env, { OPENAI_BASE_URL: model.baseUrl, OPENAI_MODELS: "blind,seeing", OPENAI_VISION_MODELS: "seeing" });
});
afterAll(() => model.close());
beforeEach(() => {
  model.reset();
  model.configure({ answer: "Well." });
});

const use = (chat: Conversation, name: string) => db().update(chatSessions).set({ model: name }).where(eq(chatSessions.id, chat.sessionId));
const bytes = Buffer.from("89504e470d0a1a0a", "hex");

type File = { name: string; mediaType: string; picture?: Buffer; documentId?: string };

/** A message with files, and its answer that is being written. */
async function ask(chat: Conversation, content: string, files: File[]) {
  const { projectId, sessionId, editor } = chat;
  const messageId = newId();
  const rows = await Promise.all(
    files.map(async ({ name, mediaType, picture = Buffer.from(name), documentId = null }) => {
      const id = newId();
      const { hash, size } = await putFile(Readable.from([picture]), { maxBytes: 1_000_000 });
      const side = mediaType.startsWith("image/") ? 8 : null;
      return { id, projectId, sessionId, messageId, name, mediaType, size, width: side, height: side, filePath: hash, documentId };
    }),
  );
  const attachments = rows.map(({ id, name, mediaType, size, width, height, documentId }): StoredAttachment => ({ id, name, mediaType, size, width, height, documentId }));
  await db().insert(messages).values({ id: messageId, projectId, sessionId, userId: editor.actor.id, role: "user", content, attachments });
  if (rows.length > 0) await db().insert(chatAttachments).values(rows);
  const { reply, job } = await mutate(await grantOf(editor, projectId, "chat.write"), (tx) => openAnswer(tx, { projectId, sessionId, whenBusy: "parallel", autoTitle: false }, { id: messageId, branchId: null }, { id: newId() }));
  if (job) startAnswer(job, () => undefined);
  return reply.id;
}

/** A document that came with a message, as far as it is read. */
async function attach(chat: Conversation, title: string, passages: string[], status: "ready" | "processing" | "failed" = "ready"): Promise<File> {
  const documentId = await addDocument(chat, title, passages.map((text) => ({ text })));
  await db().update(knowledgeDocuments).set({ scope: "conversation", sessionId: chat.sessionId, status }).where(eq(knowledgeDocuments.id, documentId));
  return { name: title, mediaType: "text/plain", documentId };
}

const asked = () => model.requests.at(-1);
const instructions = () => asked()?.messages[0]?.content ?? "";
/** What the last request's messages are made of, as they went over the wire. */
const contents = () => z.array(z.object({ content: z.unknown() })).parse(asked()?.body["messages"]).map(({ content }) => content);
const parts = () => contents().at(-1);

describe("pictures that come with a message", () => {
  it("are shown to a model that sees, also with the questions after", async () => {
    const chat = await createConversation();
    await use(chat, "seeing");
    await chat.settled(await ask(chat, "What is this?", [{ name: "roof.png", mediaType: "image/png", picture: bytes }]));
    const image = { type: "image_url", image_url: { url: `data:image/png;base64,${bytes.toString("base64")}` } };
    expect(parts()).toEqual([{ type: "text", text: "Edda: What is this?\n[Picture: “roof.png”]" }, expect.objectContaining(image)]);
    await chat.settled(await ask(chat, "And behind it?", []));
    expect(contents()[1]).toContainEqual(expect.objectContaining(image));
  });

  it("are named to one that doesn't", async () => {
    const chat = await createConversation();
    await chat.settled(await ask(chat, "What is this?", [{ name: "roof.png", mediaType: "image/png", picture: bytes }]));
    expect(parts()).toBe("Edda: What is this?\n[Picture: “roof.png”, which you can't see]");
  });

  it("are shown up to a bound, the newest first", async () => {
    const chat = await createConversation();
    await use(chat, "seeing");
    const picture = (name: string) => ({ name, mediaType: "image/png", picture: Buffer.from(name) });
    await chat.settled(await ask(chat, "First", [picture("a.png")]));
    await chat.settled(await ask(chat, "Then", [picture("b.png"), picture("c.png"), picture("d.png")]));
    // A window of 8,192 tokens has room for two.
    const sent = JSON.stringify(asked()?.body);
    expect(sent).toContain(Buffer.from("b.png").toString("base64"));
    expect(sent.match(/"type":"image_url"/g)).toHaveLength(2);
    expect(sent).toContain("“a.png”, which is not shown here");
    expect(sent).toContain("“d.png”, which is not shown here");
  });

  it("are what the built-in assistant says that it can't see", async () => {
    const chat = await createConversation();
    await use(chat, "built-in");
    const answer = await chat.settled(await ask(chat, "What is this?", [{ name: "roof.png", mediaType: "image/png", picture: bytes }]));
    expect(answer.content).toContain(builtInTexts.cannotSee(1));
    expect(model.requests).toHaveLength(0);
  });
});

describe("documents that come with a message", () => {
  it("are given whole where they fit, in their order, and cited", async () => {
    const chat = await createConversation();
    const file = await attach(chat, "minutes.txt", ["They met on Monday.", "Oak was chosen.", "Rain was forecast."]);
    model.configure({ answer: "Oak [2]." });
    const answer = await chat.settled(await ask(chat, "Sum it up", [file]));
    expect(instructions()).toContain("[1] minutes.txt, page 1: They met on Monday.\n[2] minutes.txt, page 2: Oak was chosen.\n[3] minutes.txt, page 3: Rain was forecast.");
    expect(answer.citations).toMatchObject([{ n: 2, documentId: file.documentId, title: "minutes.txt", page: 2, quote: "Oak was chosen." }]);
    expect(parts()).toBe("Edda: Sum it up\n[File: “minutes.txt”]");
  });

  it("are given by their best passages where they are long", async () => {
    const chat = await createConversation();
    const filler = Array.from({ length: 60 }, (_, index) => `Paragraph ${index} is about the weather. ${"It rained and rained. ".repeat(30)}`);
    const file = await attach(chat, "minutes.txt", [...filler, "The beams are made of oak."]);
    await chat.settled(await ask(chat, "Which wood are the beams made of?", [file]));
    expect(instructions()).toContain("[1] minutes.txt, page 61: The beams are made of oak.");
    expect(instructions().length).toBeLessThan(20_000);
  });

  it("are waited for", async () => {
    const chat = await createConversation();
    const file = await attach(chat, "minutes.txt", ["Oak was chosen."], "processing");
    const id = await ask(chat, "Sum it up", [file]);
    await vi.waitFor(async () => expect((await storedMessage(id))?.status).toBe("streaming"));
    await db().update(knowledgeDocuments).set({ status: "ready" }).where(eq(knowledgeDocuments.id, file.documentId ?? ""));
    expect(await chat.settled(id)).toMatchObject({ status: "complete" });
    expect(model.requests).toHaveLength(1);
    expect(instructions()).toContain("Oak was chosen.");
  });

  it("are waited for no longer than somebody wants the answer", async () => {
    const chat = await createConversation();
    const id = await ask(chat, "Sum it up", [await attach(chat, "minutes.txt", [], "processing")]);
    expect((await chat.stop(id)).status).toBe(204);
    expect(await chat.settled(id)).toMatchObject({ status: "stopped", content: "" });
    expect(model.requests).toHaveLength(0);
  });

  it("are told of when they could not be read", async () => {
    const chat = await createConversation();
    await chat.settled(await ask(chat, "Sum it up", [await attach(chat, "minutes.txt", [], "failed")]));
    expect(parts()).toBe("Edda: Sum it up\n[File: “minutes.txt”, which could not be read]");
  });
});
