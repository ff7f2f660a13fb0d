import "server-only";
import { setTimeout as wait } from "node:timers/promises";
import type { Message } from "@/lib/chat/schemas";
import { db } from "@/lib/core/db";
import { logger } from "@/lib/core/logger";
import { isClosing, onShutdown, perProcess } from "@/lib/core/process";
import { hub, type Control } from "@/lib/events/hub";
import { broadcast } from "@/lib/events/mutate";
import type { AnswerJob } from "./job";
import { LiveText } from "./live-text";
import { writeAnswer, type EndReason } from "./writing";

export type RunningAnswer = {
  job: AnswerJob;
  end: (reason: EndReason) => void;
  /** The stored answer, or null when there is nothing left to store it in. Never rejects. */
  ended: Promise<Message | null>;
};

/** An answer that is stored, and whether its conversation has its name. */
export type StoredAnswer = { projectId: string; sessionId: string; answer: Message; isNamed: boolean };
/** Told of each answer, also of those that waited. Never rejects. */
export type OnEnded = (stored: StoredAnswer) => void | Promise<void>;

/** At the end of the process, answers have this long to be stored as interrupted, in milliseconds. */
const shutdownMs = 2_000;

/**
 * Writes an answer, then the one that waited for it. It belongs to the server, not to the request that asked: it goes
 * on when the reader leaves, and reaches every member through the stream.
 */
export function startAnswer(job: AnswerJob, onEnded: OnEnded): RunningAnswer {
  const answers = runningAnswers();
  const ending = new AbortController();
  const text = new LiveText((offset, piece) => {
    // Never rejects: what passes by once is not worth an error.
    void broadcast(job.projectId, null, "chat:message:delta", { sessionId: job.sessionId, messageId: job.messageId, offset, text: piece });
  }, job.content);
  const end = (reason: EndReason) => ending.abort(reason);
  if (isClosing()) end("shutdown");
  const ended = writeAnswer(job, text, ending)
    .then(({ message, isNamed, waiting }) => {
      if (waiting) startAnswer(waiting, onEnded);
      if (message) void onEnded({ projectId: job.projectId, sessionId: job.sessionId, answer: message, isNamed });
      return message;
    })
    .catch((error: unknown) => {
      logger().error({ err: error, messageId: job.messageId }, "an answer could not be stored");
      return null;
    })
    .finally(() => answers.delete(job.runId));
  const running = { job, end, ended };
  answers.set(job.runId, running);
  return running;
}

/** Resolves when no answer with this id is being written in this process, or after `mostMs`. */
export async function untilEnded(messageId: string, mostMs: number): Promise<void> {
  const running = [...runningAnswers().values()].filter(({ job }) => job.messageId === messageId);
  if (running.length > 0) await Promise.race([Promise.all(running.map(({ ended }) => ended)), wait(mostMs, undefined, { ref: false })]);
}

/** This process's answers under way. Made early, it hears of stops, and ends them before the database closes. */
export function runningAnswers(): Map<string, RunningAnswer> {
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
