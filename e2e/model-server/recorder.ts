import type { IncomingHttpHeaders } from "node:http";
import type { ChatMessage } from "./protocol.ts";
import type { Endpoint, Failure } from "./settings.ts";

/** One request, as far as it has come. Times are milliseconds since 1970 with fractions, comparable between processes. */
export type RecordedRequest = {
  /** Counts up from 1. */
  id: number;
  endpoint: Endpoint;
  headers: IncomingHttpHeaders;
  /** The body as it came. */
  body: Record<string, unknown>;
  model: string;
  /** The conversation of a chat request, contents joined to text; empty otherwise. */
  messages: ChatMessage[];
  /** The texts of an embeddings request; empty otherwise. */
  input: string[];
  /** The last user message of a chat request; empty otherwise. */
  question: string;
  receivedAt: number;
  /** When each token was handed to the socket. */
  tokenTimes: number[];
  /** When the answer was complete or the connection gone; null while it is under way. */
  endedAt: number | null;
  /** The status sent; null when no header was sent. */
  status: number | null;
  failure: Failure["kind"] | null;
  /** The client left before the answer was complete. */
  aborted: boolean;
};

/** What benchmarks read: when a request came and when its tokens left. */
export type RequestTiming = Pick<RecordedRequest, "id" | "model" | "question" | "receivedAt" | "endedAt" | "aborted"> & { tokens: number[] };

/** What is kept at most; the oldest requests leave first, so that a long benchmark does not fill memory. */
const kept = { requests: 1_000, bodyBytes: 64 * 1024 * 1024, tokenTimes: 500_000 };

export class Recorder {
  readonly requests: RecordedRequest[] = [];
  #sizes: number[] = [];
  #bodyBytes = 0;
  #nextId = 1;

  /** Records a request. @param bodyBytes the length of the body as it came, for the bound on memory */
  add(request: Pick<RecordedRequest, "endpoint" | "headers" | "body" | "model" | "messages" | "input" | "question" | "receivedAt">, bodyBytes: number): RecordedRequest {
    const record: RecordedRequest = { id: this.#nextId++, ...request, tokenTimes: [], endedAt: null, status: null, failure: null, aborted: false };
    this.requests.push(record);
    this.#sizes.push(bodyBytes);
    this.#bodyBytes += bodyBytes;
    this.trim();
    return record;
  }

  /** Drops the oldest requests beyond the bounds, but never the newest. Call it when tokens have been added. */
  trim(): void {
    let tokenTimes = this.requests.reduce((sum, request) => sum + request.tokenTimes.length, 0);
    while (this.requests.length > 1 && (this.requests.length > kept.requests || this.#bodyBytes > kept.bodyBytes || tokenTimes > kept.tokenTimes)) {
      tokenTimes -= this.requests.shift()?.tokenTimes.length ?? 0;
      this.#bodyBytes -= this.#sizes.shift() ?? 0;
    }
  }

  /** Forgets what was recorded; ids go on counting. */
  clear(): void {
    this.requests.length = 0;
    this.#sizes.length = 0;
    this.#bodyBytes = 0;
  }

  /** The recorded requests after an id, oldest first, with the number of tokens in place of their times. */
  list(after: number): (Omit<RecordedRequest, "tokenTimes"> & { tokensSent: number })[] {
    return this.requests.filter(({ id }) => id > after).map(({ tokenTimes, ...request }) => ({ ...request, tokensSent: tokenTimes.length }));
  }

  /** The chat requests after an id, oldest first. */
  timings(after: number): RequestTiming[] {
    return this.requests
      .filter(({ id, endpoint }) => id > after && endpoint === "chat")
      .map(({ id, model, question, receivedAt, tokenTimes, endedAt, aborted }) => ({ id, model, question, receivedAt, tokens: [...tokenTimes], endedAt, aborted }));
  }
}
