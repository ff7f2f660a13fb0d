import { samplePaper } from "../files/sample-paper";
import { makeConversation } from "../support/people";
import { expect, test } from "../support/test";
import { words } from "../support/words";
import { ChatPage } from "../pages/chat-page";
import { DocumentsPage, type UploadedFile } from "../pages/documents-page";
import { MessageFiles } from "../pages/message-files";

const paper = (): UploadedFile => ({ name: samplePaper.fileName, mimeType: "application/pdf", buffer: samplePaper.pdf() });

test("pictures that are pasted and dropped go with the message, keep their room, and open large", async ({ visit }) => {
  const person = await visit("Nora");
  const chat = await ChatPage.open(person, await makeConversation(person, "Pictures"));
  const files = new MessageFiles(chat.page);
  await files.give("paste", [{ name: "gate.png", width: 640, height: 400 }]);
  await files.give("drop", [{ name: "pond.png", width: 300, height: 300 }, { name: "wheel.png", width: 200, height: 500 }]);
  await expect(files.tray.getByRole("listitem")).toHaveCount(3);
  await chat.ask("Three views of the mill");

  const message = chat.messagesBy("Nora");
  await expect(message).toContainText("Three views of the mill");
  await expect(files.tray).toBeHidden();
  for (const name of ["gate.png", "pond.png", "wheel.png"]) await expect(message.getByRole("img", { name })).toHaveJSProperty("complete", true);

  await files.open(message, "gate.png").click();
  const large = chat.page.getByRole("dialog", { name: "gate.png" });
  await expect(large.getByRole("img")).toHaveJSProperty("naturalWidth", 640);
  await chat.page.keyboard.press("ArrowRight");
  await expect(chat.page.getByRole("dialog", { name: "pond.png" }).getByRole("img")).toHaveJSProperty("naturalWidth", 300);
  await chat.page.keyboard.press("Escape");
  await expect(chat.page.getByRole("dialog")).toBeHidden();
  await expect(files.open(message, "gate.png")).toBeFocused();
});

test("a PDF that comes with a question is cited by the answer, stays with the conversation, and can be given to the project", async ({ visit }) => {
  const person = await visit("Otis");
  const conversation = await makeConversation(person, "The paper");
  const chat = await ChatPage.open(person, conversation);
  const files = new MessageFiles(chat.page);
  await files.choose(paper());
  await files.isRead(samplePaper.fileName);
  await chat.ask(samplePaper.question);
  const answer = await chat.answered();
  await expect(chat.citation(answer, 1, samplePaper.fileName)).toBeVisible();
  await chat.citation(answer, 1, samplePaper.fileName).click();
  await expect(chat.sources).toContainText(samplePaper.fileName);

  const documents = await DocumentsPage.open({ ...person, page: await person.context.newPage() }, conversation.projectId);
  await expect(documents.row(samplePaper.fileName)).toHaveCount(0);
  await files.act(chat.messagesBy("Otis"), samplePaper.fileName, "share");
  await expect(chat.page.getByText(words.chat("attachment.shared"))).toBeVisible();
  await documents.page.reload();
  await expect(documents.row(samplePaper.fileName)).toBeVisible();

  await chat.openDocument.click();
  await expect(chat.page.getByRole("heading", { name: samplePaper.fileName, level: 1 })).toBeVisible();
  await expect(new DocumentsPage(chat.page).highlight.first()).toBeInViewport();
});

test("a conversation begins with a file; what is too large or of another kind is told, and holds nothing up once it is taken off", async ({ visit, guard }) => {
  guard.allow(/status of 415/);
  const person = await visit("Pia");
  const { projectId } = await makeConversation(person, "Elsewhere");
  const chat = await ChatPage.beginNew(person, projectId);
  const files = new MessageFiles(chat.page);
  await files.choose({ name: "notes.md", mimeType: "text/markdown", buffer: Buffer.from("# Notes\n\nThe pond holds 40,000 cubic metres.") }, { name: "film.mp4", mimeType: "video/mp4", buffer: Buffer.from([0, 0, 0, 24, 102, 116, 121, 112]) });
  await files.give("drop", [{ name: "huge.bin", bytes: 25_000_001 }]);
  await expect(files.item("huge.bin")).toContainText(words.chat("attachment.tooLarge", { megabytes: 25 }));
  await expect(files.item("film.mp4")).toContainText(words.chat("attachment.unsupported"));

  await chat.ask("What do my notes say?");
  await expect(chat.page.getByText(words.chat("composer.heldUp"))).toBeVisible();
  await expect(chat.composer).toHaveValue("What do my notes say?");
  await files.remove("huge.bin");
  await files.remove("film.mp4");
  await chat.page.waitForURL(/\/chat\/[0-9a-f-]{36}$/);
  await expect(chat.messagesBy("Pia")).toContainText("What do my notes say?");
  await expect(chat.messagesBy("Pia").getByRole("link", { name: "notes.md" })).toBeVisible();
});

test("an upload can be ended, the message waits for the others, and a long text that is pasted may become a file", async ({ visit }) => {
  const person = await visit("Quim");
  const chat = await ChatPage.open(person, await makeConversation(person, "Waiting"));
  const files = new MessageFiles(chat.page);
  const line = await files.holdUploads();
  await files.choose({ name: "one.txt", mimeType: "text/plain", buffer: Buffer.from("one") }, { name: "two.txt", mimeType: "text/plain", buffer: Buffer.from("two") });
  await files.cancel("one.txt");
  await chat.ask("Only the second");
  await expect(chat.page.getByRole("status").getByText(words.chat("composer.waiting"))).toBeVisible();
  await expect(chat.messages).toHaveCount(0);
  await line.release();
  const message = chat.messagesBy("Quim").first();
  await expect(message).toContainText("Only the second");
  await expect(message.getByRole("link", { name: "two.txt" })).toBeVisible();
  await expect(message.getByText("one.txt")).toHaveCount(0);

  await files.pasteText("A long text. ".repeat(700));
  await chat.page.getByRole("button", { name: words.chat("attachment.attachPasted") }).click();
  await expect(chat.composer).toHaveValue("");
  await expect(files.item(words.chat("composer.pastedName"))).toBeVisible();
});
