import { chromium } from "@playwright/test";
import { launchOptions } from "../e2e/browser";
import type { Setting } from "./support/setting";
import type { Row } from "./support/table";

const bar = 250;

/** All JavaScript that the chat page fetches on a first visit until the network is quiet, as compressed on the wire. */
export async function measureFirstLoad({ application, factories }: Setting): Promise<Row[]> {
  const owner = await factories.createUser("Visitor");
  const projectId = await factories.createProject(owner);
  const browser = await chromium.launch(launchOptions());
  try {
    const context = await browser.newContext({ extraHTTPHeaders: { authorization: `Bearer ${owner.accessToken}` } });
    const page = await context.newPage();
    const session = await context.newCDPSession(page);
    await session.send("Network.enable");
    const scripts = new Set<string>();
    let bytes = 0;
    session.on("Network.responseReceived", ({ requestId, type }) => {
      if (type === "Script") scripts.add(requestId);
    });
    session.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
      if (scripts.has(requestId)) bytes += encodedDataLength;
    });
    await page.goto(`${application.url}/projects/${projectId}/chat`, { waitUntil: "load" });
    await page.getByRole("textbox").first().waitFor();
    // The event stream never ends, so the network's quiet is looked for among scripts only.
    for (let before = -1; before !== bytes; ) {
      before = bytes;
      await new Promise((resolve) => setTimeout(resolve, 1_500));
    }
    const kilobytes = bytes / 1000;
    return [{ name: "first load of the chat page, JavaScript", figure: `${kilobytes.toFixed(0)} kB in ${scripts.size} files`, baseline: "–", result: `${kilobytes.toFixed(0)} kB`, bar: `≤ ${bar} kB`, met: scripts.size > 0 && kilobytes <= bar }];
  } finally {
    await browser.close();
  }
}
