import { expect, type Locator, type Page } from "@playwright/test";
import { paths } from "../../lib/http/paths";
import type { Conversation, Person } from "../support/people";
import { words } from "../support/words";
import { Rail } from "./rail";

/** A conversation, or the place where one begins. */
export class ChatPage {
  readonly page: Page;
  readonly rail: Rail;
  readonly composer: Locator;
  readonly send: Locator;
  readonly stop: Locator;
  /** All that has been said. */
  readonly thread: Locator;
  readonly messages: Locator;
  /** The assistant's answers, oldest first. */
  readonly answers: Locator;
  readonly sources: Locator;
  readonly openDocument: Locator;
  readonly onlyReading: Locator;

  constructor(page: Page) {
    this.page = page;
    this.rail = new Rail(page);
    this.composer = page.getByRole("textbox", { name: words.chat("composer.label"), exact: true });
    this.send = page.getByRole("button", { name: words.chat("composer.send"), exact: true });
    this.stop = page.getByRole("button", { name: words.chat("composer.stop") });
    this.thread = page.getByRole("region", { name: words.chat("thread") });
    this.messages = this.thread.getByRole("article");
    this.answers = this.messagesBy(words.chat("assistant"));
    this.sources = page.getByRole("complementary", { name: words.chat("sources.title") });
    this.openDocument = this.sources.getByRole("link", { name: words.chat("sources.open") });
    this.onlyReading = page.getByText(words.chat("composer.viewer"));
  }

  static async open(person: Pick<Person, "page" | "url">, { projectId, sessionId }: Conversation, page = person.page): Promise<ChatPage> {
    await page.goto(person.url + paths.chat(projectId, sessionId));
    const chat = new ChatPage(page);
    await chat.rail.says("live");
    return chat;
  }

  /** The place where a conversation of a project begins. */
  static async beginNew(person: Pick<Person, "page" | "url">, projectId: string): Promise<ChatPage> {
    await person.page.goto(person.url + paths.newChat(projectId));
    const chat = new ChatPage(person.page);
    await chat.rail.says("live");
    return chat;
  }

  messagesBy(author: string): Locator {
    return this.page.getByRole("article", { name: words.chat("by", { author }), exact: true });
  }

  /** The messages that contain a text. */
  saying(text: string | RegExp): Locator {
    return this.messages.filter({ hasText: text });
  }

  async ask(text: string): Promise<void> {
    await this.composer.fill(text);
    await this.composer.press("Enter");
  }

  /** Answers a message that ended badly again. */
  async retry(answer: Locator): Promise<void> {
    // The button beside the reason comes first; the one among the message's actions has the same name.
    await answer.getByRole("button", { name: words.chat("answer.retry") }).first().click();
  }

  citation(answer: Locator, n: number, title: string): Locator {
    return answer.getByRole("link", { name: words.chat("citation.mark", { n, title }) }).first();
  }

  /** Waits until so many answers are there and the last one is whole: then it says how long it took. */
  async answered(count = 1): Promise<Locator> {
    await expect(this.answers).toHaveCount(count);
    const answer = this.answers.last();
    const took = new RegExp(`${words.chat("answer.seconds", { seconds: "[0-9.,]+" })}$`);
    await expect(answer.getByText(took)).toBeVisible({ timeout: 20_000 });
    return answer;
  }
}
