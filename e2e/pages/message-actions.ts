import { expect, type Locator, type Page } from "@playwright/test";
import { words } from "../support/words";

/** What can be done with the messages of a conversation. */
export class MessageActions {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  /** Chooses something in a message's menu. */
  async choose(message: Locator, action: "reply" | "pin" | "unpin" | "ask" | "edit" | "retry" | "delete"): Promise<void> {
    await message.hover();
    await message.getByRole("button", { name: /^Actions for the message/ }).click();
    await this.page.getByRole("menuitem", { name: words.chat(`actions.${action}`), exact: true }).click();
  }

  /** Finds an emoji by a word and reacts with it. */
  async react(message: Locator, word: string): Promise<void> {
    await message.hover();
    await message.getByRole("button", { name: words.chat("reactions.add") }).first().click();
    const field = this.page.getByRole("searchbox", { name: words.chat("reactions.search") });
    await field.fill(word);
    await field.press("Enter");
    await expect(field).toBeHidden();
  }

  reaction(message: Locator, emoji: string, count: number): Locator {
    return message.getByRole("button", { name: words.chat("reactions.chip", { emoji, count }), exact: true });
  }

  /** The line over a message that says what it answers. */
  quote(message: Locator, author: string): Locator {
    return message.getByRole("button", { name: words.chat("quote.open", { author }) });
  }

  async edit(message: Locator, text: string, how: "edit.save" | "edit.askAgain"): Promise<void> {
    await this.choose(message, "edit");
    await this.page.getByRole("textbox", { name: words.chat("edit.label") }).fill(text);
    await this.page.getByRole("button", { name: words.chat(how), exact: true }).click();
  }

  /** One of the buttons ‹ › below a message with several versions. */
  version(message: Locator, step: "branch.previous" | "branch.next" | "versions.previous" | "versions.next"): Locator {
    return message.getByRole("button", { name: words.chat(step), exact: true });
  }
}
