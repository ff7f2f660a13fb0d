import "server-only";
import { setTimeout as wait } from "node:timers/promises";
import { systemGrant } from "@/lib/access/system-grant";
import type { Message } from "@/lib/chat/schemas";
import { clock } from "@/lib/core/clock";
import { logger } from "@/lib/core/logger";
import { ModelError } from "@/lib/core/model-error";
import { mutate } from "@/lib/events/mutate";
import { finishAnswer, keepVersion, lockAnswer, restartAnswer, type Ending } from "./answer-queries";
import { keepCheckpoints } from "./checkpoints";
import { loadContext, type AnswerContext } from "./context";
import { citationsOf, generateAnswer, type Generated, type Usage } from "./generate";
import type { AnswerJob } from "./job";
import type { LiveText } from "./live-text";
import { changeFacts, presentMessage } from "./present";
import { beginNext } from "./queue";
import { lockSessionLine } from "./queue-queries";
import { summariseAhead } from "./summaries";

/** Why an answer ends before the model is done. `gone` means that its row isn't this run's any more. */
export type EndReason = "stop" | "shutdown" | "gone";

/** How an answer was stored, null when there was nothing left to store it in; whether its conversation has a name; and the answer that waited for it. */
export type Written = { message: Message | null; isNamed: boolean; waiting: AnswerJob | null };
const nothing: Written = { message: null, isNamed: true, waiting: null };

/** A final write that fails is tried again after so many milliseconds. Longer, and the lease would run out. */
const finishDelaysMs = [100, 300, 1_000, 3_000];

/** Writes an answer from its context to its stored end, or to where `ending` is aborted with an `EndReason`. */
export async function writeAnswer(job: AnswerJob, text: LiveText, ending: AbortController): Promise<Written> {
  const { signal } = ending;
  const startedAt = clock.now();
  const metadata: Record<string, unknown> = { ...job.metadata };
  let context: AnswerContext | null = null;
  let generated: Generated | null = null;
  // Until its passages are there, what it goes on from cites what it cited.
  const facts = () => ({ metadata, citations: context ? citationsOf(generated, text.content, context) : job.citations });
  const checkpoints = keepCheckpoints(job, text, facts, (reason) => ending.abort(reason));
  let status: Ending["status"] = "complete";
  try {
    context = await loadContext(job, signal);
    // Its question was deleted.
    if (!context) ending.abort("stop");
    else {
      metadata["model"] = context.model.name;
      const append = (piece: string) => {
        if (signal.aborted) return;
        metadata["firstTokenMs"] ??= clock.now() - startedAt;
        text.append(piece);
      };
      const used = ({ isEstimated, ...tokens }: Usage) => {
        addUp(metadata, tokens);
        if (isEstimated) metadata["tokensEstimated"] = true;
      };
      generated = await generateAnswer(context, { append, restart: () => restart(job, text), used }, signal);
      // An answer without a word is none.
      if (!signal.aborted && text.content.trim() === "") throw new ModelError("model-failed", { cause: "an empty answer" });
    }
  } catch (error) {
    status = "failed";
    metadata["problem"] = error instanceof ModelError ? error.code : "model-failed";
    if (!signal.aborted) logger().warn({ err: error, projectId: job.projectId, messageId: job.messageId, problem: metadata["problem"] }, "an answer failed");
  } finally {
    await checkpoints.stop();
  }
  text.end();
  // Only an `EndReason` is ever given to `abort`.
  const reason = signal.aborted ? (signal.reason as EndReason) : null;
  if (reason === "gone") return nothing;
  if (reason) status = reason === "stop" ? "stopped" : "interrupted";
  if (reason) delete metadata["problem"];
  if (generated?.cutOff) metadata["cutOff"] = true;
  addUp(metadata, { durationMs: clock.now() - startedAt });
  const written = await finish(job, { content: text.content, status, ...facts() });
  // Not awaited: nobody waits for it, and the next answer can do without.
  if (status === "complete" && context && context.model.kind !== "built-in") void summariseAhead(context.thread, context.model, context.history.slice(0, -1), context.historyTokens);
  return written;
}

/** An answer that went on after a break took what both parts took. */
function addUp(metadata: Record<string, unknown>, part: Record<string, number>): void {
  for (const [name, amount] of Object.entries(part)) metadata[name] = Number(metadata[name] ?? 0) + amount;
}

/** Throws away what is there of an answer that can't go on from it, and tells the members. */
async function restart(job: AnswerJob, text: LiveText): Promise<void> {
  text.clear();
  await mutate(systemGrant("assistant", job.projectId), async (tx, emit) => {
    const before = await lockAnswer(tx, job, job.messageId);
    if (before?.leaseOwner !== job.runId) return;
    await keepVersion(tx, { ...before, content: job.content, citations: job.citations, status: "interrupted" }, null);
    const row = await restartAnswer(tx, job, before.versions + 1);
    if (!row) return;
    const thing = presentMessage(row, null);
    emit("chat:message:updated", changeFacts(thing), { thing });
  });
}

/** Stores the end of an answer; a database that fails for a moment must not lose it. */
async function finish(job: AnswerJob, ending: Ending): Promise<Written> {
  for (const delay of [...finishDelaysMs, null]) {
    try {
      return await writeEnding(job, ending);
    } catch (error) {
      if (delay === null) throw error;
      logger().warn({ err: error, messageId: job.messageId }, "an answer's end is stored again");
      await wait(delay);
    }
  }
  return nothing;
}

/** The end of an answer and the beginning of the one that waited for it are one transaction, so that none is skipped. */
const writeEnding = (job: AnswerJob, ending: Ending): Promise<Written> =>
  mutate(systemGrant("assistant", job.projectId), async (tx, emit) => {
    const session = await lockSessionLine(tx, job);
    const row = await finishAnswer(tx, job, ending);
    if (!row) return nothing;
    const message = presentMessage(row, null);
    emit("chat:message:updated", changeFacts(message), { thing: message });
    return { message, isNamed: !session?.autoTitle, waiting: session ? await beginNext(tx, emit, job) : null };
  });
