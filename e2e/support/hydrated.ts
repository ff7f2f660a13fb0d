import { expect, type Locator } from "@playwright/test";

/**
 * Waits until React has taken over an element that the server rendered. Before that, a click or a typed letter is
 * lost; people are slower than that, journeys aren't.
 */
export async function hydrated(locator: Locator): Promise<Locator> {
  await expect.poll(() => locator.evaluate((element) => Object.keys(element).some((key) => key.startsWith("__reactProps$"))), { message: "the page comes to life" }).toBe(true);
  return locator;
}
