import { makeConversation, makeProject, write } from "../support/people";
import { expect, test } from "../support/test";
import { words } from "../support/words";
import { ChatPage } from "../pages/chat-page";
import { DocumentsPage } from "../pages/documents-page";

/** Everything that may run or call out when a text is taken for more than a text. */
const attacks = [
  `<script>window.hacked = "script"</script>`,
  `<img src="https://evil.example/a.png" onerror="window.hacked = 'image'">`,
  `<svg onload="window.hacked = 'svg'"></svg>`,
  `<iframe srcdoc="<script>parent.hacked = 'frame'</script>"></iframe>`,
  `<style>@import url("https://evil.example/b.css");</style>`,
  `![picture](https://evil.example/c.png)`,
  `[a link](javascript:window.hacked='link')`,
  `[another](data:text/html,<script>opener.hacked='data'</script>)`,
  `<a href="https://evil.example" onclick="window.hacked = 'click'">third</a>`,
].join("\n\n");

test("markup in a message or in the model's answer is shown as text: nothing runs, nothing is loaded from elsewhere", async ({ visit, model }) => {
  const person = await visit("Mallory");
  const conversation = await makeConversation(person, `<b onmouseover="window.hacked = 'title'">bold</b>`);
  await model.set({ script: { "window.hacked": `An answer:\n\n${attacks}\n\nThe end.` } });
  const chat = await ChatPage.open(person, conversation);
  await chat.ask(attacks);
  await expect(chat.answers).toContainText("The end.");
  await write(person, conversation, attacks);
  await expect(chat.answers).toHaveCount(2);
  await person.page.reload();
  await chat.rail.says("live");
  await expect(chat.answers.last()).toContainText("The end.");

  for (const message of await chat.messages.all()) {
    await expect(message).toContainText(`window.hacked = "script"`);
    for (const href of await message.getByRole("link").evaluateAll((links) => links.map((link) => link.getAttribute("href") ?? ""))) {
      expect(href).not.toMatch(/^(?:javascript|data):/i);
    }
  }
  await expect(chat.thread.getByRole("img")).toHaveCount(0);
  expect(await person.page.evaluate(() => "hacked" in window)).toBe(false);
});

test("a page that a browser would run is refused as a document, and what is stored is only ever handed out as a download", async ({ visit, url }) => {
  const person = await visit("Nils");
  const projectId = await makeProject(person, "Files");
  const documents = await DocumentsPage.open(person, projectId);
  await documents.uploadFiles({ name: "page.html", mimeType: "text/html", buffer: Buffer.from("<script>alert(1)</script>") });
  await expect(documents.uploads.getByText(words.knowledge("upload.unsupported"))).toBeVisible();

  const upload = (name: string, text: string) => {
    const form = new FormData();
    form.set("file", new File([text], name, { type: "text/html" }));
    return fetch(`${url}/api/projects/${projectId}/knowledge/documents`, { method: "POST", headers: { authorization: `Bearer ${person.token}` }, body: form });
  };
  expect((await upload("page.html", "<h1>Hello</h1>")).status).toBe(415);
  expect((await upload("page.txt", "<!doctype html><h1>Hello</h1>")).status).toBe(415);
  expect((await upload("notes.md", `Notes.\n\n${attacks}`)).status).toBe(201);

  await expect(documents.row("notes.md")).toBeVisible();
  const [download] = await Promise.all([person.page.waitForEvent("download"), documents.act("notes.md", "download")]);
  expect(download.suggestedFilename()).toBe("notes.md");
  const file = await person.context.request.get(download.url());
  expect(file.headers()["content-disposition"]).toMatch(/^attachment;/);
  expect(file.headers()["content-security-policy"]).toContain("sandbox");
  expect(file.headers()["x-content-type-options"]).toBe("nosniff");

  await documents.row("notes.md").getByRole("link", { name: "notes.md" }).click();
  await expect(documents.text).toContainText(`window.hacked = "script"`);
  expect(await person.page.evaluate(() => "hacked" in window)).toBe(false);
});
