import type { CDPSession, Page } from "@playwright/test";

/** What was seen of a list while it moved. Durations are milliseconds between frames. */
export type Recording = { frames: number[]; drawn: string[]; mostRows: number; mostElements: number; disorder: string[] };

/** Slows the page's processor down by a factor, 1 being none. */
export async function slowDown(page: Page, rate: number): Promise<CDPSession> {
  const session = await page.context().newCDPSession(page);
  await session.send("Emulation.setCPUThrottlingRate", { rate });
  return session;
}

/** Notes every frame from now on: how long it took, and which messages are on the page. @returns ends it */
export async function recordFrames(page: Page): Promise<() => Promise<Recording>> {
  const recording = await page.evaluateHandle(() => {
    const seen: Recording & { drawnSet: Set<string>; isOver: boolean } = { frames: [], drawn: [], mostRows: 0, mostElements: 0, disorder: [], drawnSet: new Set(), isOver: false };
    let last = performance.now();
    const note = (now: number): void => {
      seen.frames.push(now - last);
      last = now;
      const ids = Array.from(document.querySelectorAll("[data-message]"), (element) => element.getAttribute("data-message") ?? "");
      for (const [index, id] of ids.entries()) {
        if (index > 0 && id <= (ids[index - 1] ?? "")) seen.disorder.push(`${ids[index - 1]} before ${id}`);
        seen.drawnSet.add(id);
      }
      seen.mostRows = Math.max(seen.mostRows, ids.length);
      if (seen.frames.length % 20 === 0) seen.mostElements = Math.max(seen.mostElements, document.getElementsByTagName("*").length);
      if (!seen.isOver) requestAnimationFrame(note);
    };
    requestAnimationFrame((now) => {
      last = now;
      requestAnimationFrame(note);
    });
    return seen;
  });
  return () =>
    recording.evaluate((seen) => {
      seen.isOver = true;
      const { frames, drawnSet, mostRows, mostElements, disorder } = seen;
      return { frames, drawn: Array.from(drawnSet).toSorted(), mostRows, mostElements, disorder };
    });
}

/** The middle, the 95th percentile and the longest of some durations, in words. */
export function inWords(frames: readonly number[]): string {
  const sorted = frames.toSorted((a, b) => a - b);
  const at = (share: number): string => (sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0).toFixed(0);
  return `${frames.length} frames: median ${at(0.5)} ms, 95th percentile ${at(0.95)} ms, longest ${at(1)} ms`;
}
