import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { paths } from "../../lib/http/paths";
import { fitsTheWidth } from "../support/layout";
import { makeMainPages } from "../support/main-pages";
import { expect, test } from "../support/test";

/** What is found wrong with a page, each with what it was found at. The dark theme differs in its colours only. */
async function violations(page: Page, name: string, theme: "light" | "dark"): Promise<string[]> {
  const axe = new AxeBuilder({ page });
  const { violations: found } = await (theme === "dark" ? axe.withRules(["color-contrast"]) : axe).analyze();
  return found
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => `${name}: ${id} at ${html}: ${failureSummary}`));
}

for (const theme of ["light", "dark"] as const) {
  test(`every page can be used with a screen reader and read by weak eyes, in the ${theme} theme`, async ({ visit, openBrowser, guard, url }) => {
    test.setTimeout(120_000);
    guard.allow(/status of 404/);
    const owner = await visit("Nia");
    const stranger = await (await openBrowser({ colorScheme: theme })).newPage();
    await owner.context.addCookies([{ name: "theme", value: theme, url }]);
    const found: string[] = [];
    for (const [name, path] of Object.entries({ "sign in": paths.signIn(), register: paths.register() })) {
      await stranger.goto(url + path);
      found.push(...(await violations(stranger, name, theme)));
    }
    for (const [name, path] of Object.entries(await makeMainPages(owner))) {
      await owner.page.goto(url + path);
      await expect(owner.page.getByRole("heading", { level: 1 })).toBeVisible();
      found.push(...(await violations(owner.page, name, theme)));
    }
    expect(found).toEqual([]);
  });
}

test("no page is wider than a telephone, whatever it shows", async ({ visit, openBrowser, guard, url }) => {
  guard.allow(/status of 404/);
  const viewport = { width: 390, height: 844 };
  const owner = await visit("Oona", { viewport });
  const stranger = await (await openBrowser({ viewport })).newPage();
  for (const path of [paths.signIn(), paths.register()]) {
    await stranger.goto(url + path);
    await fitsTheWidth(stranger);
  }
  for (const path of Object.values(await makeMainPages(owner))) {
    await owner.page.goto(url + path);
    await expect(owner.page.getByRole("heading", { level: 1 })).toBeVisible();
    await fitsTheWidth(owner.page);
  }
});
