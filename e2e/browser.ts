import type { LaunchOptions } from "@playwright/test";
import { findBrowser } from "../scripts/support/browser.mjs";

/**
 * How Playwright starts its browser: the one that `npm test` found or fetched (CHROMIUM_PATH), or one of this machine.
 */
export function launchOptions(): LaunchOptions {
  const executablePath = findBrowser()?.executablePath;
  return {
    ...(executablePath ? { executablePath } : {}),
    args: [
      // Chromium's sandbox refuses to work for root.
      ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
      // Tests talk to their own server only.
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      "--no-first-run",
    ],
  };
}
