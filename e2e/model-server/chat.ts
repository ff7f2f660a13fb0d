import { planAnswer } from "./answer.ts";
import { type Exchange, beforeResetMs, hang, sendJson, waitUntil, write } from "./exchange.ts";
import { type ChatRequest, countTokens, errorOfStatus } from "./protocol.ts";
import type { Failure } from "./settings.ts";

/** Answers a chat completion, streamed or whole, at the pace and with the failure that are set. */
export async function answerChat(exchange: Exchange, request: ChatRequest): Promise<void> {
  const plan = planAnswer(exchange.state.settings, request.messages);
  const { tokens, finishReason } = limit(plan.tokens, request.maxTokens, exchange.failure);
  const head = { id: `chatcmpl-${exchange.record.id}`, created: Math.floor(exchange.record.receivedAt / 1000), model: request.model };
  const promptTokens = request.messages.reduce((sum, { content }) => sum + countTokens(content), 0);
  const usage = { prompt_tokens: promptTokens, completion_tokens: tokens.length, total_tokens: promptTokens + tokens.length };

  if (request.stream) {
    const dueAt = (index: number) => exchange.startedAt + plan.firstTokenMs + index * plan.tokenMs;
    await stream(exchange, { tokens, finishReason, head, dueAt, usage: request.includeUsage ? usage : null });
    return;
  }
  // A whole answer comes when its last token would have come.
  await waitUntil(exchange.startedAt + plan.firstTokenMs + Math.max(0, tokens.length - 1) * plan.tokenMs, exchange.gone);
  const message = { role: "assistant", content: tokens.join(""), refusal: null };
  await sendJson(exchange, { ...head, object: "chat.completion", choices: [{ index: 0, message, logprobs: null, finish_reason: finishReason }], usage });
}

type Head = { id: string; created: number; model: string };
type Usage = { prompt_tokens: number; completion_tokens: number; total_tokens: number };
type StreamPlan = { tokens: string[]; finishReason: string; head: Head; usage: Usage | null; dueAt: (index: number) => number };

/** An answer ends early when the client allows fewer tokens or a failure ends it with a finish reason. */
function limit(tokens: string[], maxTokens: number | null, failure: Failure | null): { tokens: string[]; finishReason: string } {
  const allowed = tokens.slice(0, maxTokens ?? tokens.length);
  if (failure?.kind === "finish") return { tokens: allowed.slice(0, failure.afterTokens ?? 0), finishReason: failure.reason };
  return { tokens: allowed, finishReason: allowed.length < tokens.length ? "length" : "stop" };
}

async function stream(exchange: Exchange, { tokens, finishReason, head, usage, dueAt }: StreamPlan): Promise<void> {
  const { response, record, gone, failure } = exchange;
  // As OpenAI does, every chunk has a field `usage` once the client asked for it, null in all but one.
  const noUsage = usage === null ? {} : { usage: null };
  const chunk = (delta: object, reason: string | null = null) =>
    frame({ ...head, object: "chat.completion.chunk", choices: [{ index: 0, delta, logprobs: null, finish_reason: reason }], ...noUsage });
  const failsAt = failure === null || failure.kind === "finish" || failure.kind === "status" ? -1 : Math.min(failure.afterTokens ?? 0, tokens.length);
  let heldMs = 0;

  await waitUntil(dueAt(0), gone);
  record.status = 200;
  response.writeHead(200, { "content-type": "text/event-stream; charset=utf-8", "cache-control": "no-cache", "x-request-id": `req_${record.id}` });
  await write(exchange, chunk({ role: "assistant", content: "", refusal: null }));

  for (let index = 0; index <= tokens.length; index += 1) {
    if (failure !== null && index === failsAt) {
      const before = performance.now();
      const goesOn = await fail(exchange, failure.kind, head, dueAt(index));
      if (!goesOn) return;
      if (failure.kind === "hold") heldMs = performance.now() - before;
    }
    const token = tokens[index];
    if (token === undefined) break;
    await waitUntil(dueAt(index) + heldMs, gone);
    record.tokenTimes.push(performance.timeOrigin + performance.now());
    await write(exchange, chunk({ content: token }));
  }

  await write(exchange, chunk({}, finishReason));
  if (usage !== null) await write(exchange, frame({ ...head, object: "chat.completion.chunk", choices: [], usage }));
  response.end("data: [DONE]\n\n");
}

/** Does what goes wrong in the middle of a stream. Gives whether the answer goes on after it. */
async function fail(exchange: Exchange, kind: Failure["kind"], head: Head, nextDue: number): Promise<boolean> {
  const { response, gone, state } = exchange;
  switch (kind) {
    case "hang":
      return hang(exchange);
    case "hold":
      await state.failuresChanged(gone);
      return true;
    case "reset":
      await waitUntil(Math.max(nextDue, performance.now() + beforeResetMs), gone);
      exchange.reset();
      return false;
    case "malformed":
      await waitUntil(nextDue, gone);
      await write(exchange, `data: {"id":"${head.id}","object":"chat.completion.chunk","choices":[{"index":0,"delta":{"cont\n\n`);
      return true;
    case "error":
      await waitUntil(nextDue, gone);
      await write(exchange, frame(errorOfStatus(500).body));
      response.end();
      return false;
    case "end":
      await waitUntil(nextDue, gone);
      response.end();
      return false;
    case "finish":
    case "status":
      // A status was sent before the stream began, and a finish reason cut the answer before.
      return true;
  }
}

function frame(value: unknown): string {
  return `data: ${JSON.stringify(value)}\n\n`;
}
