import { vi } from "vitest";
import { SharedStream } from "../shared-stream";
import { FakePage } from "./fake-page";
import { FakeServer } from "./fake-server";
import { FakeBrowser } from "./fake-tabs";

export const id = (n: number) => `00000000-0000-7000-8000-${n.toString(16).padStart(12, "0")}`;
export const [a, b] = [id(0xa), id(0xb)];
const lock = "stream:s";

/** A server, and a browser whose tabs share a stream of it. `open` opens a tab that listens from a number of each project on. */
export const setUp = () => {
  const server = new FakeServer();
  const browser = new FakeBrowser();
  const open = (projects: Record<string, number>, { visible = true, shares = true } = {}) => {
    const page = new FakePage();
    page.visible = visible;
    const tabs = browser.open();
    const stream = new SharedStream({ sessionKey: "s", page, tabs: shares ? tabs : null, fetch: server.fetch, random: () => 1 });
    const seen: number[] = [];
    const passing: unknown[] = [];
    const notices: number[] = [];
    let resets = 0;
    const subscribe = (projectId: string, initialSeq: number) =>
      stream.subscribe(projectId, initialSeq, {
        onEvent: ({ seq, payload }) => (seq === null ? passing.push(payload) : seen.push(seq)),
        onReset: () => (resets += 1),
      });
    const leave = Object.entries(projects).map(([projectId, seq]) => subscribe(projectId, seq));
    stream.subscribeNotifications({ onNotification: ({ seq }) => notices.push(seq) });
    stream.start();
    return {
      stream, page, tabs, from: projects[a] ?? 0, seen, passing, notices, subscribe,
      unsubscribe: () => leave.forEach((undo) => undo()),
      resets: () => resets,
      state: () => stream.getState().name,
      owns: () => browser.holder(lock) === tabs,
      kill: () => {
        browser.kill(tabs);
        // What is gone has no timers and no connection.
        stream.stop();
      },
    };
  };
  return { server, browser, open };
};

export const settle = (ms = 10) => vi.advanceTimersByTimeAsync(ms);
