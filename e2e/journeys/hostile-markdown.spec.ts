import type { Page } from "@playwright/test";
import { corpus, forbidden } from "../files/hostile-markdown/corpus";
import { ChatPage } from "../pages/chat-page";
import { request } from "../support/api";
import { fitsTheWidth } from "../support/layout";
import { makeConversation, type Conversation, type Person } from "../support/people";
import { expect, test } from "../support/test";

/** Fewer than one person may send in a minute. */
const mostEach = 50;
const desktop = { width: 1280, height: 800 };
/** Where there is little room; what takes long takes it here only. */
const phone = { width: 390, height: 844 };

const parts = Object.entries(corpus).flatMap(([group, vectors]) => Array.from({ length: Math.ceil(vectors.length / mostEach) }, (_, part) => ({ group, from: part * mostEach, vectors: vectors.slice(part * mostEach, (part + 1) * mostEach) })));

for (const { group, from, vectors } of parts) {
  test(`${group} ${from + 1} to ${from + vectors.length}: each text is drawn in its place; nothing runs, nothing leaves`, async ({ visit, guard }) => {
    test.setTimeout(300_000);
    // Mermaid reckons with what isn't a number; the browser says so and draws the rest.
    guard.allow(/attribute \w+: Expected .*\/diagram-frame/);
    const reader = await visit("Reader", { viewport: desktop });
    const conversation = await quietConversation(reader);
    const seen = watch(reader.page);
    const chat = await ChatPage.open(reader, conversation);
    const before = await places(chat);

    const messages = await writeAll(reader, conversation, vectors);
    for (const viewport of group === "pathologies" ? [phone] : [desktop, phone]) {
      await reader.page.setViewportSize(viewport);
      await reader.page.reload();
      await expect(chat.messages.last()).toBeVisible();
      await readAll(chat, messages);
      await fitsTheWidth(reader.page);
    }
    await reader.page.setViewportSize(desktop);
    await expect.poll(() => places(chat), { message: "the page around the messages is as it was" }).toEqual(before);
    expect(seen).toEqual([]);
  });
}

/** A conversation in which the assistant keeps silent. */
async function quietConversation(owner: Person): Promise<Conversation> {
  const conversation = await makeConversation(owner, "Texts");
  await request(owner.url, "PATCH", `/api/projects/${conversation.projectId}/chat/sessions/${conversation.sessionId}`, owner.token, { assistantMode: "never" });
  return conversation;
}

/** Sends each text as a message. @returns the texts by the messages' ids */
async function writeAll(person: Person, { projectId, sessionId }: Conversation, texts: readonly string[]): Promise<Map<string, string>> {
  const messages = new Map<string, string>();
  for (const content of texts) {
    const { message } = await request<{ message: { id: string } }>(person.url, "POST", `/api/projects/${projectId}/chat/${sessionId}/message`, person.token, { content });
    messages.set(message.id, content);
  }
  return messages;
}

/** Goes up and down through a conversation until each of these messages has been drawn, with its diagrams. */
async function readAll(chat: ChatPage, texts: ReadonlyMap<string, string>): Promise<void> {
  const missing = new Map(texts);
  let step = -0.9;
  await expect
    .poll(
      async () => {
        await settled(chat.page);
        await nothingRan(chat.page);
        for (const id of await chat.messages.evaluateAll((messages) => messages.filter((message) => message.clientHeight > 0).map((message) => message.dataset["message"] ?? ""))) missing.delete(id);
        const moved = await chat.thread.evaluate((thread, part) => {
          const before = thread.scrollTop;
          thread.scrollBy(0, thread.clientHeight * part);
          return thread.scrollTop !== before;
        }, step);
        if (!moved) step = -step;
        return [...missing.values()].map((text) => text.slice(0, 60));
      },
      { message: "every message is drawn", timeout: 200_000, intervals: [20] },
    )
    .toEqual([]);
}

/** Waits until what has come into view is drawn. */
async function settled(page: Page): Promise<void> {
  await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
  await expect(page.locator("article [aria-busy=true]")).toHaveCount(0, { timeout: 60_000 });
}

/** What the browser was made to do: a dialog, a window, a download, a request for something that a text names. */
function watch(page: Page): string[] {
  const seen: string[] = [];
  page.on("dialog", (dialog) => {
    seen.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on("popup", (popup) => seen.push(`window: ${popup.url()}`));
  page.on("download", (download) => seen.push(`download: ${download.url()}`));
  page.on("framenavigated", (frame) => {
    if (!/^(?:about:blank|.*\/diagram-frame|.*\/projects\/.*)$/.test(frame.url())) seen.push(`frame: ${frame.url()}`);
  });
  page.on("request", (sent) => {
    if (!sent.url().startsWith("data:") && forbidden.test(sent.url())) seen.push(`request: ${sent.url()}`);
  });
  return seen;
}

/** No script of a text ran: not in the page, not in a frame, not by way of what all objects inherit from. */
async function nothingRan(page: Page): Promise<void> {
  for (const frame of page.frames()) expect(await frame.evaluate(() => "hacked" in window || "hacked" in {})).toBe(false);
  const scripts = await page.locator("article").evaluateAll((messages) => messages.map((message) => message.querySelectorAll("script, iframe, object, embed, style, link, form, base, meta, video, audio, [onerror], [onload], [onclick]").length));
  expect(scripts.filter((count) => count > 0)).toEqual([]);
  const addresses = await page.locator("article").getByRole("link").evaluateAll((links) => links.map((link) => link.getAttribute("href") ?? ""));
  expect(addresses.filter((address) => !/^(?:https?:|mailto:|\/)/.test(address))).toEqual([]);
}

/** The title, where the page's parts stand, and that nothing covers the field one writes in. */
async function places(chat: ChatPage): Promise<unknown> {
  const { page } = chat;
  return {
    title: await page.title(),
    theme: await page.evaluate(() => getComputedStyle(document.body).backgroundColor),
    boxes: await Promise.all([chat.thread, chat.composer, page.getByRole("navigation").first(), page.getByRole("banner").or(page.getByRole("heading", { level: 1 })).first()].map((part) => part.boundingBox())),
    uncovered: await chat.composer.evaluate((composer) => {
      const { x, y, width, height } = composer.getBoundingClientRect();
      return composer.contains(document.elementFromPoint(x + width / 2, y + height / 2));
    }),
  };
}
