import { samplePaper } from "../files/sample-paper";
import { makeConversation } from "../support/people";
import { expect, test } from "../support/test";
import { ChatPage } from "../pages/chat-page";
import { DocumentsPage } from "../pages/documents-page";

test("a model is given the passages that bear on a question, and the number it cites becomes a mark that shows its passage", async ({ visit, model }) => {
  const person = await visit("Bea");
  const conversation = await makeConversation(person, "Tide mill");
  const documents = await DocumentsPage.open(person, conversation.projectId);
  await documents.uploadFiles({ name: samplePaper.fileName, mimeType: "application/pdf", buffer: samplePaper.pdf() });
  await documents.isReady(samplePaper.fileName, samplePaper.pageCount);

  const chat = await ChatPage.open(person, conversation);
  await chat.ask(samplePaper.question);
  const answer = await chat.answered();
  const mark = chat.citation(answer, 1, samplePaper.fileName);
  await expect(mark).toBeVisible();
  await expect(answer).not.toContainText("[1]");
  await mark.click();
  await expect(chat.sources).toContainText(samplePaper.answer.sentence);

  const [request] = await model.requests(samplePaper.question);
  const prompt = request?.messages.map(({ content }) => content).join("\n") ?? "";
  expect(prompt).toContain(samplePaper.answer.sentence);
  expect(prompt).toContain(`[1] ${samplePaper.fileName}, page ${samplePaper.answer.page}`);
});
