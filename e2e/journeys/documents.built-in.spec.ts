import { makeDamagedPdf, makeEmptyPdf, makeEncryptedPdf } from "../files/make-pdf";
import { samplePaper } from "../files/sample-paper";
import { request } from "../support/api";
import { makeConversation, makeProject } from "../support/people";
import { recordTexts } from "../support/record-texts";
import { expect, test } from "../support/test";
import { words } from "../support/words";
import { builtInTexts } from "../../lib/assistant/built-in-texts";
import { ChatPage } from "../pages/chat-page";
import { DocumentsPage } from "../pages/documents-page";

type Cited = { items: { citations: { n: number; page: number; quote: string }[] }[] };
const pdf = (name: string, buffer: Buffer) => ({ name, mimeType: "application/pdf", buffer });
const plain = (text: string) => text.replaceAll(/\s+/g, " ").trim();

test("an uploaded paper answers a question: the built-in assistant quotes it, and the citation leads to the highlighted passage", async ({ visit, url }) => {
  const person = await visit("Cora");
  const conversation = await makeConversation(person, "Tide mill");
  const documents = await DocumentsPage.open(person, conversation.projectId);
  await documents.uploadFiles(pdf(samplePaper.fileName, samplePaper.pdf()));
  await documents.isReady(samplePaper.fileName, samplePaper.pageCount);

  const chat = await ChatPage.open(person, conversation);
  await chat.ask(samplePaper.question);
  const answer = await chat.answered();
  await expect(answer).toContainText(builtInTexts.whatIAm);
  await expect(answer).toContainText(samplePaper.answer.sentence);
  await expect(answer.getByText(words.chat("answer.builtIn")).last()).toBeVisible();
  const last = answer.getByRole("paragraph").last();
  await expect(last).toHaveText(/\?$/);
  expect((await answer.innerText()).match(/\?/g)).toHaveLength(1);

  const { items } = await request<Cited>(url, "GET", `/api/projects/${conversation.projectId}/chat/${conversation.sessionId}/messages`, person.token);
  const citation = items.at(-1)?.citations[0];
  expect(citation).toMatchObject({ n: 1, page: samplePaper.answer.page });
  const quote = plain(citation?.quote ?? "");
  expect(quote).toContain(samplePaper.answer.sentence);

  const mark = chat.citation(answer, 1, samplePaper.fileName);
  await mark.hover();
  await expect(chat.page.getByRole("blockquote").filter({ hasText: samplePaper.answer.sentence }).last()).toBeVisible();
  await mark.click();
  await expect(chat.sources).toContainText(samplePaper.answer.sentence);
  await chat.openDocument.click();

  await expect(documents.page.getByRole("heading", { name: samplePaper.fileName, level: 1 })).toBeVisible();
  await expect(documents.highlight.first()).toBeInViewport();
  expect(plain((await documents.highlight.allInnerTexts()).join(" "))).toBe(quote);
  await expect(documents.pageText(samplePaper.answer.page).filter({ has: documents.page.locator("mark") })).toHaveCount(1);
});

test("a long document shows how far it is read, until it is ready", async ({ visit }) => {
  const person = await visit("Dario");
  const documents = await DocumentsPage.open(person, await makeProject(person, "Long"));
  const shown = await recordTexts(documents.page.getByRole("main"));
  const text = Array.from({ length: 200 }, (_, n) => `${samplePaper.markdown()}\n\n## Copy ${n}`).join("\n\n");
  await documents.uploadFiles({ name: "long.md", mimeType: "text/markdown", buffer: Buffer.from(text) });
  await expect(documents.row("long")).toBeVisible();
  await expect(documents.row("long").getByRole("progressbar")).toBeHidden({ timeout: 40_000 });
  await expect(documents.row("long").getByText(words.knowledge("status.queued"))).toBeHidden();
  expect((await shown()).some((one) => one.includes(words.knowledge("status.processing")))).toBe(true);
});

test("damaged, locked and empty files are told apart in words, and one that is deleted is gone", async ({ visit }) => {
  const person = await visit("Elif");
  const documents = await DocumentsPage.open(person, await makeProject(person, "Bad files"));
  await documents.uploadFiles(pdf("damaged.pdf", makeDamagedPdf()), pdf("locked.pdf", makeEncryptedPdf()), pdf("scan.pdf", makeEmptyPdf()));
  await expect(documents.row("damaged")).toContainText(words.knowledge("problem.damaged"), { timeout: 20_000 });
  await expect(documents.row("locked")).toContainText(words.knowledge("problem.encrypted"), { timeout: 20_000 });
  await expect(documents.row("scan")).toContainText(words.knowledge("problem.empty"), { timeout: 20_000 });

  await documents.act("locked", "delete");
  await documents.confirmDeletion();
  await expect(documents.row("locked")).toHaveCount(0);
  await documents.page.reload();
  await expect(documents.row("damaged")).toBeVisible();
  await expect(documents.row("locked")).toHaveCount(0);
});
