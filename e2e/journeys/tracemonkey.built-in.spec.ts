import { readFileSync } from "node:fs";
import path from "node:path";
import { request } from "../support/api";
import { makeConversation } from "../support/people";
import { expect, test } from "../support/test";
import { ChatPage } from "../pages/chat-page";
import { DocumentsPage } from "../pages/documents-page";

/** The folder of real documents beside the clone; only the full run has it. */
const shared = process.env["SHARED_DATA"] ?? path.resolve("../shared/data");
const plain = (text: string) => text.replaceAll(/\s+/g, " ").trim();

test("on a real paper: a question gets an answer whose citation opens the document at the passage", { tag: "@shared" }, async ({ visit, url }) => {
  test.setTimeout(120_000);
  const person = await visit("Selma");
  const conversation = await makeConversation(person, "Tracing");
  const documents = await DocumentsPage.open(person, conversation.projectId);
  await documents.uploadFiles({ name: "tracemonkey.pdf", mimeType: "application/pdf", buffer: readFileSync(path.join(shared, "documents", "tracemonkey.pdf")) });
  await documents.isReady("tracemonkey.pdf", 14);

  const chat = await ChatPage.open(person, conversation);
  await chat.ask("how does the trace recorder decide when to stop?");
  const answer = await chat.answered();
  await expect(answer).toContainText(/record/i);
  type Cited = { items: { citations: { quote: string }[] }[] };
  const { items } = await request<Cited>(url, "GET", `/api/projects/${conversation.projectId}/chat/${conversation.sessionId}/messages`, person.token);
  const quote = plain(items.at(-1)?.citations[0]?.quote ?? "");
  expect(quote).toMatch(/record|trace|loop/i);

  await chat.citation(answer, 1, "tracemonkey.pdf").click();
  await expect(chat.sources).toContainText(quote.slice(0, 40));
  await chat.openDocument.click();
  await expect(documents.highlight.first()).toBeInViewport();
  expect(plain((await documents.highlight.allInnerTexts()).join(" "))).toBe(quote);
});
