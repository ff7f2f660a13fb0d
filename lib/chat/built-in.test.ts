import { describe, expect, it } from "vitest";
import { knowledgeDocuments } from "@/drizzle/schema";
import { builtInTexts as texts } from "@/lib/assistant/built-in-texts";
import { db } from "@/lib/core/db";
import { newId } from "@/lib/core/ids";
import { addDocument, createConversation } from "./testing/conversation";

const question = "How does the trace recorder decide when to stop?";
const best = "The trace recorder stops when the loop header is reached again.";
const text = `Traces begin at loop headers. ${best} Guards watch the types.`;

describe("without a model", () => {
  it("an answer quotes the document with a citation, and streams", async () => {
    const chat = await createConversation();
    const documentId = await addDocument(chat, "Tracing paper", [{ text: "Interpreters are slow." }, { text }]);
    const { reply } = await chat.send(question);
    const answer = await chat.settled(reply.id);
    const start = 10 + text.indexOf(best);
    expect(answer).toMatchObject({ status: "complete", citations: [{ n: 1, documentId, title: "Tracing paper", page: 2, start, end: start + best.length, quote: best }], metadata: { model: "built-in" } });
    expect(answer.content.startsWith(texts.whatIAm)).toBe(true);
    expect(answer.content).toContain(`> ${best} [1]`);
    expect(answer.content).toContain("— *Tracing paper*, page 2");
    expect(answer.content.match(/\?/g)).toHaveLength(1);
    const deltas = chat.deltas(reply.id);
    expect(deltas.length).toBeGreaterThan(1);
    expect(deltas.map((delta) => delta.text).join("")).toBe(answer.content);
  });

  it("a short question is searched together with the one before", async () => {
    const chat = await createConversation();
    await addDocument(chat, "Tracing paper", [{ text }]);
    await chat.settled((await chat.send(question)).reply.id);
    const answer = await chat.settled((await chat.send("And why?")).reply.id);
    expect(answer.content).not.toContain(texts.nothingFound(1));
    expect(answer.citations).toHaveLength(1);
  });

  it("a project without documents gets an honest answer, and so does one whose documents are being read", async () => {
    const chat = await createConversation();
    const first = await chat.settled((await chat.send(question)).reply.id);
    expect(first.content).toBe([texts.whatIAm, texts.noDocuments, texts.askForDocument].join("\n\n"));
    await db().insert(knowledgeDocuments).values({ id: newId(), projectId: chat.projectId, title: "New", documentType: "txt", mediaType: "text/plain", status: "processing" });
    const second = await chat.settled((await chat.send(question)).reply.id);
    expect(second.content).toContain(texts.documentsWaiting);
  });

  it("nothing of another project is quoted", async () => {
    const [chat, other] = [await createConversation(), await createConversation()];
    await addDocument(other, "Secret", [{ text }]);
    await addDocument(chat, "Own", [{ text: "Bread is baked." }]);
    const answer = await chat.settled((await chat.send(question)).reply.id);
    expect(answer).toMatchObject({ citations: [], content: [texts.whatIAm, texts.nothingFound(1), texts.askToRephrase].join("\n\n") });
  });
});
