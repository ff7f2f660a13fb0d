import openapi from "../../public/openapi.json" with { type: "json" };
import { paths } from "../../lib/http/paths";
import { expect, test } from "../support/test";
import { words } from "../support/words";
import { SettingsPage } from "../pages/settings-page";

test("a theme applies at once in every tab, survives a reload and follows to another browser", async ({ visit, openBrowser, url }) => {
  const person = await visit("Pia", { colorScheme: "light" });
  const settings = await SettingsPage.open(person);
  const other = await SettingsPage.open({ ...person, page: await person.context.newPage() });
  const ground = (page = settings.page) => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const light = await ground();

  await settings.theme("dark").click();
  await expect.poll(() => ground(other.page)).not.toBe(light);
  const dark = await ground();
  expect(dark).not.toBe(light);
  await expect(other.theme("dark")).toBeChecked();
  for (const { page, theme } of [settings, other].map(({ page }) => ({ page, theme: new SettingsPage(page).theme("dark") }))) {
    await page.reload();
    await expect(theme).toBeChecked();
    expect(await ground(page)).toBe(dark);
  }

  const elsewhere = await openBrowser({ colorScheme: "light" });
  await elsewhere.addCookies((await person.context.cookies()).filter(({ name }) => name !== "theme"));
  const there = await SettingsPage.open({ page: await elsewhere.newPage(), url });
  await expect.poll(() => ground(there.page)).toBe(dark);
});

test("the API's documentation is shown to anyone, and asks no other host for anything", async ({ openBrowser, url }) => {
  const page = await (await openBrowser()).newPage();
  await page.goto(url + paths.apiDocs());
  await expect(page).toHaveTitle(new RegExp(words.shell("docs.title")));
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible({ timeout: 20_000 });
  const operation = openapi.paths["/api/auth/register"].post.summary;
  await page.getByRole("link", { name: operation }).click();
  await expect(page.getByRole("heading", { name: operation })).toBeInViewport();
});
