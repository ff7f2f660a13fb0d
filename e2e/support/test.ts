import { test as base, type BrowserContext, type BrowserContextOptions } from "@playwright/test";
import { addresses } from "./addresses";
import { anyAddress } from "./api";
import { Guard } from "./guard";
import { modelAt, resetModel, type Model } from "./model";
import { personIn, type Person } from "./people";

type Fixtures = {
  /** The address of the server under test. */
  url: string;
  /** Fails the journey on errors in any of its pages; `allow` names the expected ones. */
  guard: Guard;
  model: Model;
  /** Opens a browser with no memory, guarded, at an address of its own. */
  openBrowser: (options?: BrowserContextOptions) => Promise<BrowserContext>;
  /** Makes an account and opens a signed-in browser with one page. */
  visit: (name: string, options?: BrowserContextOptions) => Promise<Person>;
};

/** Playwright's test with what the journeys share. */
export const test = base.extend<Fixtures>({
  url: async ({ baseURL }, give) => {
    await give(baseURL ?? addresses.model);
  },
  guard: [
    async ({ url }, give) => {
      const guard = new Guard(url);
      await give(guard);
      guard.check();
    },
    { auto: true },
  ],
  model: async ({ url: _url }, give) => {
    await give(modelAt(addresses.modelServer));
    await resetModel(addresses.modelServer);
  },
  openBrowser: async ({ browser, guard }, give) => {
    const contexts: BrowserContext[] = [];
    await give(async (options = {}) => {
      const context = await browser.newContext({ extraHTTPHeaders: { "x-forwarded-for": anyAddress() }, ...options });
      guard.watch(context);
      contexts.push(context);
      return context;
    });
    await Promise.all(contexts.map((context) => context.close()));
  },
  visit: async ({ openBrowser, url }, give) => {
    await give(async (name, options) => personIn(await openBrowser(options), url, name));
  },
});

export { expect } from "@playwright/test";
