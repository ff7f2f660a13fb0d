import { expect, type Page } from "@playwright/test";

/** Nothing of a page reaches beyond its sides, so that it scrolls in one direction only. */
export async function fitsTheWidth(page: Page): Promise<void> {
  const beyond = () => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  await expect.poll(beyond, { message: `${new URL(page.url()).pathname} fits the width` }).toBeLessThanOrEqual(0);
}
