import { defineConfig, devices } from "@playwright/test";
import { launchOptions } from "./browser";

/** Takes the README's pictures from the program as it is built: `npm run screenshots`. */
export default defineConfig({
  testDir: "./screenshots",
  testMatch: "*.ts",
  outputDir: "../test-results/screenshots",
  workers: 1,
  timeout: 120_000,
  expect: { timeout: 20_000 },
  reporter: [["list"]],
  use: { ...devices["Desktop Chrome"], launchOptions: launchOptions(), colorScheme: "light", contextOptions: { reducedMotion: "reduce" }, viewport: { width: 1440, height: 900 } },
});
