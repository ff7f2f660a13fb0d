import "server-only";
import { relaxedDb } from "@/lib/core/db";
import { logger } from "@/lib/core/logger";
import { saveCheckpoint, type Progress } from "./answer-queries";
import type { LiveText } from "./live-text";

/** How often the text so far is stored, in milliseconds. */
const checkpointMs = 500;
/** Without new text the lease is renewed, and a wish to stop noticed, after so many of these. */
const quietChecks = 4;

/**
 * Stores a growing answer, with the `facts` of its text so far, about twice a second, which renews its lease, so that a crash loses little and a late
 * reader sees it. The same statement reads whether somebody wants it to end: `onEnd` is told. It takes no number and
 * emits no event, so it goes past `mutate`.
 */
export function keepCheckpoints(run: { projectId: string; messageId: string; runId: string }, text: LiveText, facts: () => Omit<Progress, "content">, onEnd: (reason: "stop" | "gone") => void): { stop: () => Promise<void> } {
  let stored = text.content;
  let skipped = 0;
  let stopped = false;
  let saving: Promise<void> = Promise.resolve();
  let timer = setTimeout(tick, checkpointMs);

  function tick(): void {
    saving = save().finally(() => {
      if (!stopped) timer = setTimeout(tick, checkpointMs);
    });
  }

  async function save(): Promise<void> {
    const { content } = text;
    if (content === stored && ++skipped < quietChecks) return;
    skipped = 0;
    try {
      const row = await saveCheckpoint(relaxedDb(), run, { content, ...facts() });
      stored = content;
      if (!row) onEnd("gone");
      else if (row.stopRequested) onEnd("stop");
    } catch (error) {
      logger().warn({ err: error, messageId: run.messageId }, "a checkpoint was not stored");
    }
  }

  return {
    stop: () => {
      stopped = true;
      clearTimeout(timer);
      return saving;
    },
  };
}
