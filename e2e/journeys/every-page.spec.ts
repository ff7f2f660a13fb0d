import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { paths } from "../../lib/http/paths";
import { fitsTheWidth } from "../support/layout";
import { makeMainPages } from "../support/main-pages";
import { expect, test } from "../support/test";

const forStrangers = { "sign in": paths.signIn(), register: paths.register() };

/** What is seriously wrong with a page in either theme, each with what it was found at. */
async function violations(page: Page, name: string): Promise<string[]> {
  const found: string[] = [];
  for (const theme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme: theme, reducedMotion: "reduce" });
    // Colours that are still on their way from one theme to the other are nobody's.
    await expect.poll(() => page.evaluate(() => document.getAnimations().filter((animation) => animation instanceof CSSTransition).length)).toBe(0);
    const axe = new AxeBuilder({ page });
    // The dark theme differs in its colours only.
    const { violations: all } = await (theme === "dark" ? axe.withRules(["color-contrast"]) : axe).analyze();
    const serious = all.filter(({ impact }) => impact === "serious" || impact === "critical");
    found.push(...serious.flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => `${name}, ${theme}: ${id} at ${html}: ${failureSummary}`)));
  }
  return found;
}

test("every page can be used with a screen reader and read by weak eyes, in both themes", async ({ visit, openBrowser, guard, url }) => {
  test.setTimeout(120_000);
  guard.allow(/status of 404/);
  const owner = await visit("Nia");
  const stranger = await (await openBrowser()).newPage();
  const found: string[] = [];
  for (const [name, path] of Object.entries(forStrangers)) {
    await stranger.goto(url + path);
    found.push(...(await violations(stranger, name)));
  }
  for (const [name, path] of Object.entries(await makeMainPages(owner))) {
    await owner.page.goto(url + path);
    await expect(owner.page.getByRole("heading", { level: 1 })).toBeVisible();
    found.push(...(await violations(owner.page, name)));
  }
  expect(found).toEqual([]);
});

test("no page is wider than a telephone, whatever it shows", async ({ visit, openBrowser, guard, url }) => {
  guard.allow(/status of 404/);
  const viewport = { width: 390, height: 844 };
  const owner = await visit("Oona", { viewport });
  const stranger = await (await openBrowser({ viewport })).newPage();
  for (const path of Object.values(forStrangers)) {
    await stranger.goto(url + path);
    await fitsTheWidth(stranger);
  }
  for (const path of Object.values(await makeMainPages(owner))) {
    await owner.page.goto(url + path);
    await expect(owner.page.getByRole("heading", { level: 1 })).toBeVisible();
    await fitsTheWidth(owner.page);
  }
});
