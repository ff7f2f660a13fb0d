import type { Page } from "@playwright/test";
import { paths } from "../../lib/http/paths";
import { addMember, register, type ApiUser } from "../support/api";
import { inWords, recordFrames, slowDown, type Recording } from "../support/frames";
import { fillConversation, titleOf } from "../support/long-thread";
import { makeConversation, write, type Conversation, type Person } from "../support/people";
import { expect, test } from "../support/test";
import { words } from "../support/words";
import { ChatPage } from "../pages/chat-page";

const count = 10_000;
/** More rows than this are never on the page, however long the conversation. */
const mostRows = 80;
/** The wheel of a reader in a hurry: 2,000 pixels a second, more than three screens. */
const wheel = { pixels: 300, everyMs: 150 };

/** It takes a while to fill, so the journeys share it: each has a reader of its own. */
let filled: Promise<{ owner: ApiUser; conversation: Conversation; ids: string[] }> | undefined;

async function fill(url: string): Promise<{ owner: ApiUser; conversation: Conversation; ids: string[] }> {
  const owner = await register(url, "Lena");
  const conversation = await makeConversation({ ...owner, url }, "A long year");
  return { owner, conversation, ids: await fillConversation(conversation, owner, count) };
}

test.describe("a conversation of 10,000 messages", () => {
  test.describe.configure({ timeout: 240_000 });
  let owner: ApiUser;
  let conversation: Conversation;
  let ids: string[];
  let person: Person;

  test.beforeEach(async ({ visit, url }) => {
    ({ owner, conversation, ids } = await (filled ??= fill(url)));
    person = await visit("Mara");
    await addMember(url, conversation.projectId, owner, person, "editor");
  });

  test("opens at its end, and can be scrolled through: every message is drawn once and in order, and few at a time", async () => {
    const { page } = person;
    // Another page first, so that what is measured is this conversation and not the program's start.
    await ChatPage.open(person, await makeConversation(person, "Short"));
    const readable = await timeToReadable(page, person.url + paths.chat(conversation.projectId, conversation.sessionId), ids.at(-1) ?? "");
    console.log(`readable after ${readable.toFixed(0)} ms`);
    const chat = new ChatPage(page);
    await chat.rail.says("live");
    await expect(chat.saying(titleOf(count - 1))).toBeInViewport();

    await atRest(page);
    const slow = await slowDown(page, 4);
    const up = await scroll(page, -1, 150);
    const down = await scroll(page, 1, 165);
    await slow.send("Emulation.setCPUThrottlingRate", { rate: 1 });
    for (const [direction, recording] of [["up", up], ["down", down]] as const) {
      console.log(`${direction}, at a quarter of the speed: ${inWords(recording.frames)}; ${recording.drawn.length} messages, at most ${recording.mostRows} at a time and ${recording.mostElements} elements`);
      expect(recording.disorder).toEqual([]);
      expect(recording.mostRows).toBeLessThan(mostRows);
      // All that lies between the first and the last that were drawn, without a hole.
      const first = ids.indexOf(recording.drawn[0] ?? "");
      const last = ids.indexOf(recording.drawn.at(-1) ?? "");
      const drawn = new Set(recording.drawn);
      expect(ids.slice(first, last + 1).filter((id) => !drawn.has(id)).map((id) => ids.indexOf(id))).toEqual([]);
      expect(recording.drawn.length).toBeGreaterThan(60);
    }
    await expect(chat.saying(titleOf(count - 1))).toBeInViewport();
    await expect(page.getByRole("button", { name: words.chat("latest") })).toBeHidden();
  });

  test("keeps the reader's place while others write and an answer grows, and leads back to the end", async ({ visit, model, url }) => {
    const other = await visit("Mio");
    await addMember(url, conversation.projectId, owner, other, "editor");
    const chat = await ChatPage.open(person, conversation);
    await chat.thread.hover();
    await scroll(person.page, -1, 12);
    const place = await firstInView(person.page);
    const { top } = place;

    await model.hold("interrupt", "alpha beta gamma delta", 2);
    await write(other, conversation, "May I interrupt?");
    await expect(person.page.getByRole("button", { name: words.chat("latestNew", { count: 2 }) })).toBeVisible();
    expect(await place.now()).toBeCloseTo(top, 0);
    await model.release();
    await person.page.setViewportSize({ width: 900, height: 600 });
    await expect.poll(place.now).toBeCloseTo(top, 0);

    await person.page.getByRole("button", { name: words.chat("latestNew", { count: 2 }) }).click();
    await expect(chat.answers.last()).toContainText("alpha beta gamma delta");
    await expect(chat.answers.last()).toBeInViewport();
    await expect(chat.saying("May I interrupt?")).toHaveCount(1);
  });

  test("leads to any message by its address, and from there on to both sides and the end", async ({ guard }) => {
    guard.allow(/404 .*messages\?around=/);
    const { page } = person;
    const id = ids[5_000] ?? "";
    await page.goto(person.url + paths.chat(conversation.projectId, conversation.sessionId, id));
    const chat = new ChatPage(page);
    const message = page.locator(`[data-message="${id}"]`);
    await expect(message).toBeInViewport();
    await expect(message).toBeFocused();
    await expect(message).toContainText(`${titleOf(5_000)}.`);

    await chat.thread.hover();
    const down = await scroll(page, 1, 80);
    expect(down.disorder).toEqual([]);
    expect(down.drawn.at(-1)).toBeTruthy();
    expect(ids.indexOf(down.drawn.at(-1) ?? "")).toBeGreaterThan(5_030);
    const latest = page.getByRole("button", { name: words.chat("latest") });
    await latest.click();
    await expect(latest).toBeHidden();
    await expect(chat.saying(`${titleOf(count - 1)}.`)).toHaveCount(1);

    await page.goto(person.url + paths.chat(conversation.projectId, conversation.sessionId, conversation.sessionId));
    await expect(page.getByText(words.chat("notFound"))).toBeVisible();
    await expect(chat.messages.first()).toBeVisible();
  });
});

/** Milliseconds from the request of a page until a message's text has been painted. */
async function timeToReadable(page: Page, address: string, id: string): Promise<number> {
  await page.addInitScript((wanted) => {
    const look = (): void => {
      if (document.querySelector(`[data-message="${wanted}"]`)) requestAnimationFrame(() => performance.mark("readable"));
      else requestAnimationFrame(look);
    };
    look();
  }, id);
  await page.goto(address, { waitUntil: "commit" });
  await expect.poll(() => page.evaluate(() => performance.getEntriesByName("readable").length)).toBe(1);
  return page.evaluate(() => performance.getEntriesByName("readable")[0]?.startTime ?? 0);
}

/** Waits until nothing is left of loading the page, which would be measured as scrolling: until it idles a quarter of a second. */
async function atRest(page: Page): Promise<void> {
  await page.evaluate(
    () =>
      new Promise<void>((resolve) => {
        let restful = 0;
        const look = (deadline: IdleDeadline): void => {
          restful = deadline.timeRemaining() > 40 ? restful + 1 : 0;
          if (restful === 5) resolve();
          else requestIdleCallback(look);
        };
        requestIdleCallback(look);
      }),
  );
}

/** Turns the wheel so many times, up or down, at a steady pace. */
async function scroll(page: Page, direction: 1 | -1, times: number): Promise<Recording> {
  await new ChatPage(page).thread.hover({ position: { x: 40, y: 200 } });
  const stop = await recordFrames(page);
  for (let at = 0; at < times; at += 1) {
    const next = performance.now() + wheel.everyMs;
    await page.mouse.wheel(0, direction * wheel.pixels);
    // The pace is part of what is measured. A machine that is busy with other things gets the time for a frame.
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, next - performance.now())));
    await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
  }
  return stop();
}

/** The first paragraph, code or table in view, and where it is, now and later. */
async function firstInView(page: Page): Promise<{ top: number; now: () => Promise<number> }> {
  const block = await new ChatPage(page).thread.evaluateHandle((thread) => {
    const edge = thread.getBoundingClientRect().top;
    const found = Array.from(thread.querySelectorAll("[data-message] .reading > *")).find((element) => element.getBoundingClientRect().bottom > edge);
    if (!found) throw new Error("nothing is in view");
    return found;
  });
  const now = (): Promise<number> => block.evaluate((element) => (element.isConnected ? element.getBoundingClientRect().top : Number.NaN));
  return { top: await now(), now };
}
