import { chromium, type Browser } from "@playwright/test";
import { launchOptions } from "../e2e/browser";
import { paths } from "../lib/http/paths";
import { post } from "./support/api";
import { openSse } from "./support/sse";
import type { Setting } from "./support/setting";
import type { Row } from "./support/table";

const bar = 250;

/**
 * All JavaScript that the chat page fetches on a first visit until the network is quiet, as compressed on the wire:
 * for a new conversation and for one with an answer, each in a browser that knows nothing yet. The larger one counts.
 */
export async function measureFirstLoad({ application: { url }, factories }: Setting): Promise<Row[]> {
  const owner = await factories.createUser("Visitor");
  const projectId = await factories.createProject(owner);
  const session = await post<{ id: string }>(`${url}/api/projects/${projectId}/chat/sessions`, owner.accessToken, { title: "First load" });
  await askAndWait(url, projectId, session.id, owner.accessToken);
  const browser = await chromium.launch(launchOptions());
  try {
    const fresh = await measure(browser, url + paths.newChat(projectId), owner.accessToken);
    const answered = await measure(browser, url + paths.chat(projectId, session.id), owner.accessToken);
    const most = Math.max(fresh.kilobytes, answered.kilobytes);
    const met = fresh.files > 0 && answered.files > 0 && most <= bar;
    const figure = `${say(answered)} (new conversation: ${say(fresh)})`;
    return [{ name: "first load of the chat page, JavaScript", figure, baseline: "–", result: `${most.toFixed(0)} kB`, bar: `≤ ${bar} kB`, met }];
  } finally {
    await browser.close();
  }
}

type Loaded = { kilobytes: number; files: number };

async function measure(browser: Browser, address: string, token: string): Promise<Loaded> {
  const context = await browser.newContext({ extraHTTPHeaders: { authorization: `Bearer ${token}` } });
  const page = await context.newPage();
  const devtools = await context.newCDPSession(page);
  await devtools.send("Network.enable");
  const scripts = new Set<string>();
  let bytes = 0;
  devtools.on("Network.responseReceived", ({ requestId, type }) => {
    if (type === "Script") scripts.add(requestId);
  });
  devtools.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
    if (scripts.has(requestId)) bytes += encodedDataLength;
  });
  await page.goto(address, { waitUntil: "load" });
  await page.getByRole("textbox").first().waitFor();
  // The event stream never ends, so the network's quiet is looked for among scripts only.
  for (let before = -1; before !== bytes; ) {
    before = bytes;
    await new Promise((resolve) => setTimeout(resolve, 1_500));
  }
  await context.close();
  return { kilobytes: bytes / 1000, files: scripts.size };
}

/** Asks a question in a conversation, and waits until the answer is whole. */
async function askAndWait(url: string, projectId: string, sessionId: string, token: string): Promise<void> {
  let onDone: () => void = () => undefined;
  const done = new Promise<void>((resolve) => (onDone = resolve));
  const close = await openSse(`${url}/api/events?project=${projectId}`, { authorization: `Bearer ${token}` }, ({ name, data }) => {
    if (name === "chat:message:updated" && data.includes('"complete"')) onDone();
  });
  await post(`${url}/api/projects/${projectId}/chat/${sessionId}/message`, token, { content: "What is the next step?" });
  await done;
  close();
}

const say = ({ kilobytes, files }: Loaded): string => `${kilobytes.toFixed(0)} kB in ${files} files`;
