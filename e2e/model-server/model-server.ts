import { once } from "node:events";
import { type IncomingMessage, type ServerResponse, createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { lastQuestion } from "./answer.ts";
import { parseJson, readBody } from "./body.ts";
import { answerChat } from "./chat.ts";
import { answerControl } from "./control.ts";
import { answerEmbeddings } from "./embeddings.ts";
import { type Exchange, hang, sendError, sendJson } from "./exchange.ts";
import { ProtocolError, errorOfStatus, isObject, parseChatRequest, parseEmbeddingsRequest } from "./protocol.ts";
import { type RecordedRequest, Recorder, type RequestTiming } from "./recorder.ts";
import type { Endpoint, Settings } from "./settings.ts";
import { type State, createState } from "./state.ts";

export type ModelServer = {
  /** `http://127.0.0.1:4010`, where `/control` lives. */
  readonly url: string;
  /** `url` with `/v1`: what `OPENAI_BASE_URL` and `createOpenAI({ baseURL })` take. */
  readonly baseUrl: string;
  readonly settings: Settings;
  /** What was asked, oldest first and live: an entry changes while its answer is under way. The newest 1,000 stay. */
  readonly requests: readonly RecordedRequest[];
  /** When each chat request came and its tokens left. */
  timings(): RequestTiming[];
  /** Replaces the settings that are named and leaves the others. @throws SettingsError */
  configure(patch: Partial<Settings>): void;
  /** Settings as at the start, records forgotten. */
  reset(): void;
  /** Ends every connection and stops listening. */
  close(): Promise<void>;
};

/** Settings to start with, and where to listen; without a port any free one is taken. */
export type ModelServerOptions = Partial<Settings> & { port?: number; host?: string };

/**
 * Starts an HTTP server that speaks OpenAI's protocol (chat completions, embeddings, models), so that tests and
 * benchmarks replace nothing of the program but the model. It answers at a settable pace and fails on demand.
 */
export async function startModelServer({ port = 0, host = "127.0.0.1", ...initial }: ModelServerOptions = {}): Promise<ModelServer> {
  const state = createState(initial);
  const recorder = new Recorder();
  const closing = new AbortController();
  const server = createServer((request, response) => {
    handle(request, response, state, recorder, closing.signal).catch((error: unknown) => {
      const known = error instanceof ProtocolError ? error : errorOfStatus(500, String(error));
      if (known !== error) console.error("The model server failed:", error);
      if (response.headersSent) response.destroy();
      else sendError(response, known);
    });
  });
  // Longer than clients keep an idle connection, because one closed just as a request is sent looks like a failure.
  server.keepAliveTimeout = 120_000;
  server.listen(port, host);
  await once(server, "listening");
  // A server that listens on a port has an address with a port.
  const url = `http://${host}:${(server.address() as AddressInfo).port}`;

  return {
    url,
    baseUrl: `${url}/v1`,
    requests: recorder.requests,
    get settings() {
      return state.settings;
    },
    timings: () => recorder.timings(0),
    configure: (patch) => state.configure(patch),
    reset() {
      state.reset();
      recorder.clear();
    },
    async close() {
      closing.abort();
      const closed = once(server, "close");
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

const endpoints: Record<string, Endpoint> = {
  "POST /v1/chat/completions": "chat",
  "POST /v1/embeddings": "embeddings",
  "GET /v1/models": "models",
};

async function handle(request: IncomingMessage, response: ServerResponse, state: State, recorder: Recorder, closing: AbortSignal): Promise<void> {
  const startedAt = performance.now();
  const url = new URL(request.url ?? "/", "http://localhost");
  if (url.pathname === "/control" || url.pathname.startsWith("/control/")) return answerControl(request, response, url, state, recorder);

  const endpoint = endpoints[`${request.method} ${url.pathname}`];
  if (endpoint === undefined) throw new ProtocolError(404, `Unknown request URL: ${request.method} ${url.pathname}.`, { code: "unknown_url" });

  const bytes = await readBody(request);
  const body = endpoint === "models" ? {} : parseJson(bytes.toString("utf8"));
  if (!isObject(body)) throw new ProtocolError(400, "The body must be a JSON object.");
  const chat = endpoint === "chat" ? parseChatRequest(body) : null;
  const embeddings = endpoint === "embeddings" ? parseEmbeddingsRequest(body) : null;
  const messages = chat?.messages ?? [];
  const input = embeddings?.input ?? [];
  const question = lastQuestion(messages);
  const receivedAt = performance.timeOrigin + startedAt;
  const model = chat?.model ?? embeddings?.model ?? "";
  const record = recorder.add({ endpoint, headers: request.headers, body, model, messages, input, question, receivedAt }, bytes.length);

  const exchange = open(response, record, state, startedAt, closing);
  response.once("close", () => recorder.trim());
  try {
    if (await failsBeforeAnswer(exchange, request, endpoint, chat === null ? input.join("\n") : question)) return;
    if (chat !== null) await answerChat(exchange, chat);
    else if (embeddings !== null) await sendJson(exchange, answerEmbeddings(state.settings, embeddings));
    else await sendJson(exchange, { object: "list", data: state.settings.models.map((id) => ({ id, object: "model", created: 0, owned_by: "tests" })) });
  } catch (error) {
    // Once the connection is gone, every wait and write rejects, and nobody is left to tell.
    if (!exchange.gone.aborted) throw error;
  }
}

/** Follows a connection to its end, and notes whether the client left before its answer was complete. */
function open(response: ServerResponse, record: RecordedRequest, state: State, startedAt: number, closing: AbortSignal): Exchange {
  const gone = new AbortController();
  let resetByUs = false;
  response.once("close", () => {
    record.endedAt = performance.timeOrigin + performance.now();
    record.aborted = !response.writableFinished && !resetByUs && !closing.aborted;
    gone.abort();
  });
  return {
    response,
    record,
    state,
    failure: null,
    gone: gone.signal,
    startedAt,
    reset() {
      resetByUs = true;
      response.socket?.resetAndDestroy();
    },
  };
}

/** Takes the failure that is due and does what goes wrong before any answer. Gives whether the request is done with. */
async function failsBeforeAnswer(exchange: Exchange, request: IncomingMessage, endpoint: Endpoint, text: string): Promise<boolean> {
  const { record, response, state } = exchange;
  const { apiKey } = state.settings;
  if (apiKey !== null && request.headers.authorization !== `Bearer ${apiKey}`) {
    sendError(response, errorOfStatus(401), record);
    return true;
  }
  const failure = state.takeFailure(endpoint, text);
  exchange.failure = failure;
  record.failure = failure?.kind ?? null;
  if (failure?.kind === "status") {
    const headers: Record<string, string> = failure.retryAfterSeconds === undefined ? {} : { "retry-after": String(failure.retryAfterSeconds) };
    sendError(response, errorOfStatus(failure.status, failure.message, failure.code), record, headers);
    return true;
  }
  if (failure?.kind === "hang" && failure.afterTokens === undefined) return hang(exchange);
  if (failure?.kind === "reset" && failure.afterTokens === undefined) {
    exchange.reset();
    return true;
  }
  return false;
}
