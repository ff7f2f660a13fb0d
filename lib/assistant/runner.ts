import "server-only";
import { setTimeout as wait } from "node:timers/promises";
import { systemGrant } from "@/lib/access/system-grant";
import type { Message } from "@/lib/chat/schemas";
import { describeModel } from "@/lib/core/ai";
import { clock } from "@/lib/core/clock";
import { db } from "@/lib/core/db";
import { logger } from "@/lib/core/logger";
import { ModelError } from "@/lib/core/model-error";
import { isClosing, onShutdown, perProcess } from "@/lib/core/process";
import { hub, type Control } from "@/lib/events/hub";
import { broadcast, mutate } from "@/lib/events/mutate";
import { keepCheckpoints } from "./checkpoints";
import { loadContext, type AnswerContext } from "./context";
import { citationsOf, generateAnswer, type Generated } from "./generate";
import { LiveText } from "./live-text";
import { changeFacts, presentMessage } from "./present";
import { finishAnswer, type Ending } from "./queries";
import { startSweeping } from "./sweep";

/** One answer to be written: the row is there already, and `runId` holds its lease. */
export type AnswerJob = { projectId: string; sessionId: string; questionId: string; messageId: string; runId: string };

/** Why an answer ends before the model is done. `gone` means that its row isn't this run's any more. */
type EndReason = "stop" | "shutdown" | "gone";

export type RunningAnswer = {
  job: AnswerJob;
  text: LiveText;
  end: (reason: EndReason) => void;
  /** The stored answer, or null when there is nothing left to store it in. Never rejects. */
  ended: Promise<Message | null>;
};

/** A final write that fails is tried again after so many milliseconds. Longer, and the lease would run out. */
const finishDelaysMs = [100, 300, 1_000, 3_000];
/** At the end of the process, answers have this long to be stored as interrupted, in milliseconds. */
const shutdownMs = 2_000;

/**
 * Writes an answer. It belongs to the server, not to the request that asked: it goes on when the reader leaves, and
 * reaches every member through the stream.
 */
export function startAnswer(job: AnswerJob): RunningAnswer {
  const answers = runningAnswers();
  const ending = new AbortController();
  const text = new LiveText((offset, piece) => {
    // Never rejects: what passes by once is not worth an error.
    void broadcast(job.projectId, null, "chat:message:delta", { sessionId: job.sessionId, messageId: job.messageId, offset, text: piece });
  });
  const end = (reason: EndReason) => ending.abort(reason);
  if (isClosing()) end("shutdown");
  const ended = run(job, text, ending)
    .catch((error: unknown) => {
      logger().error({ err: error, messageId: job.messageId }, "an answer could not be stored");
      return null;
    })
    .finally(() => answers.delete(job.runId));
  const running = { job, text, end, ended };
  answers.set(job.runId, running);
  return running;
}

/** Marks answers as interrupted that a dead process left behind, now and then every few seconds. */
export function startAssistant(): void {
  runningAnswers();
  startSweeping();
}

/** Resolves when no answer with this id is being written in this process, or after `mostMs`. */
export async function untilEnded(messageId: string, mostMs: number): Promise<void> {
  const running = [...runningAnswers().values()].filter(({ job }) => job.messageId === messageId);
  if (running.length > 0) await Promise.race([Promise.all(running.map(({ ended }) => ended)), wait(mostMs, undefined, { ref: false })]);
}

function runningAnswers(): Map<string, RunningAnswer> {
  return perProcess("running-answers", () => {
    const answers = new Map<string, RunningAnswer>();
    hub().subscribeControl((control) => endByControl(answers, control));
    // The pool is there before this is registered, so that it closes after the last answer is stored.
    db();
    onShutdown("answers", async () => {
      for (const answer of answers.values()) answer.end("shutdown");
      await Promise.race([Promise.all([...answers.values()].map(({ ended }) => ended)), wait(shutdownMs, undefined, { ref: false })]);
    });
    return answers;
  });
}

function endByControl(answers: Map<string, RunningAnswer>, control: Control): void {
  if (control.kind !== "answer-stopped") return;
  for (const { job, end } of answers.values()) {
    if (job.sessionId !== control.chatSessionId) continue;
    if (control.messageId === null) end("gone");
    else if (job.messageId === control.messageId) end("stop");
  }
}

async function run(job: AnswerJob, text: LiveText, ending: AbortController): Promise<Message | null> {
  const { signal } = ending;
  const startedAt = clock.now();
  const checkpoints = keepCheckpoints(job, text, (reason) => ending.abort(reason));
  const metadata: Record<string, unknown> = { model: describeModel().name };
  let context: AnswerContext | null = null;
  let generated: Generated | null = null;
  let status: Ending["status"] = "complete";
  try {
    context = await loadContext(job);
    if (context) {
      const append = (piece: string) => {
        if (signal.aborted) return;
        metadata["firstTokenMs"] ??= clock.now() - startedAt;
        text.append(piece);
      };
      generated = await generateAnswer(context, append, signal);
      // An answer without a word is none.
      if (!signal.aborted && text.content.trim() === "") throw new ModelError("model-failed", { cause: "an empty answer" });
    } else ending.abort("gone");
  } catch (error) {
    status = "failed";
    metadata["problem"] = error instanceof ModelError ? error.code : "model-failed";
    logger().warn({ err: error, projectId: job.projectId, messageId: job.messageId, problem: metadata["problem"] }, "an answer failed");
  } finally {
    await checkpoints.stop();
  }
  text.end();
  // Only an `EndReason` is ever given to `abort`.
  const reason = signal.aborted ? (signal.reason as EndReason) : null;
  if (reason === "gone") return null;
  if (reason) status = reason === "stop" ? "stopped" : "interrupted";
  if (reason) delete metadata["problem"];
  Object.assign(metadata, generated?.metadata, { durationMs: clock.now() - startedAt });
  return finish(job, { content: text.content, status, citations: citationsOf(generated, text.content, context), metadata });
}

/** Stores the end of an answer; a database that fails for a moment must not lose it. */
async function finish(job: AnswerJob, ending: Ending): Promise<Message | null> {
  for (const delay of [...finishDelaysMs, null]) {
    try {
      return await writeEnding(job, ending);
    } catch (error) {
      if (delay === null) throw error;
      logger().warn({ err: error, messageId: job.messageId }, "an answer's end is stored again");
      await wait(delay);
    }
  }
  return null;
}

const writeEnding = (job: AnswerJob, ending: Ending): Promise<Message | null> =>
  mutate(systemGrant("assistant", job.projectId), async (tx, emit) => {
    const row = await finishAnswer(tx, job, ending);
    if (!row) return null;
    const thing = presentMessage(row, null);
    emit("chat:message:updated", changeFacts(thing), { thing });
    return thing;
  });
