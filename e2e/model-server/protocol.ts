/** A message with its content joined to text. */
export type ChatMessage = { role: string; content: string };

export type ChatRequest = {
  model: string;
  messages: ChatMessage[];
  stream: boolean;
  includeUsage: boolean;
  /** The most tokens that the client wants; null for no limit. */
  maxTokens: number | null;
};

export type EmbeddingsRequest = {
  model: string;
  input: string[];
  /** Null leaves it to the server. */
  dimensions: number | null;
  base64: boolean;
};

/** The bounds of OpenAI's embeddings, so that a program that ignores them fails here too. */
const embeddingBounds = { inputs: 2_048, tokensPerInput: 8_192, tokensPerRequest: 300_000, dimensions: 4_096 };

/** An error as OpenAI words it: a status and what stands under `error`. */
export class ProtocolError extends Error {
  override name = "ProtocolError";
  readonly status: number;
  readonly type: string;
  readonly code: string | null;
  readonly param: string | null;

  constructor(status: number, message: string, details: { type?: string; code?: string | null; param?: string | null } = {}) {
    super(message);
    this.status = status;
    this.type = details.type ?? "invalid_request_error";
    this.code = details.code ?? null;
    this.param = details.param ?? null;
  }

  /** The body of the answer. */
  get body(): { error: { message: string; type: string; param: string | null; code: string | null } } {
    return { error: { message: this.message, type: this.type, param: this.param, code: this.code } };
  }
}

/** The error that OpenAI sends with a status, when nothing else is said. */
export function errorOfStatus(status: number, message?: string, code?: string): ProtocolError {
  const known: Record<number, { message: string; type: string; code: string | null }> = {
    401: { message: "Incorrect API key provided.", type: "invalid_request_error", code: "invalid_api_key" },
    429: { message: "Rate limit reached for requests.", type: "requests", code: "rate_limit_exceeded" },
    500: { message: "The server had an error while processing your request.", type: "server_error", code: null },
    503: { message: "The engine is currently overloaded, please try again later.", type: "server_error", code: null },
  };
  const { message: usual, ...details } = known[status] ?? { message: `Failed with ${status}.`, type: status < 500 ? "invalid_request_error" : "server_error", code: null };
  return new ProtocolError(status, message ?? usual, code === undefined ? details : { ...details, code });
}

/** @throws ProtocolError 400 */
export function parseChatRequest(body: Record<string, unknown>): ChatRequest {
  const { messages, stream_options: streamOptions } = body;
  if (!Array.isArray(messages) || messages.length === 0) throw invalid("messages", "must be a list with at least one message");
  return {
    model: parseModel(body),
    messages: messages.map((message: unknown, index) => {
      if (!isObject(message) || typeof message.role !== "string") throw invalid(`messages[${index}].role`, "must be text");
      return { role: message.role, content: textOf(message.content) };
    }),
    stream: body.stream === true,
    includeUsage: isObject(streamOptions) && streamOptions.include_usage === true,
    maxTokens: parseCount(body, "max_completion_tokens") ?? parseCount(body, "max_tokens"),
  };
}

/** @throws ProtocolError 400 */
export function parseEmbeddingsRequest(body: Record<string, unknown>): EmbeddingsRequest {
  const input: unknown[] = Array.isArray(body.input) ? body.input : [body.input];
  if (input.length === 0 || input.length > embeddingBounds.inputs) throw invalid("input", `must hold 1 to ${embeddingBounds.inputs} texts`);
  const texts = input.map((text) => {
    if (typeof text !== "string" || text === "") throw invalid("input", "must be text that is not empty");
    if (countTokens(text) > embeddingBounds.tokensPerInput) throw invalid("input", `must not be longer than ${embeddingBounds.tokensPerInput} tokens`);
    return text;
  });
  if (texts.reduce((sum, text) => sum + countTokens(text), 0) > embeddingBounds.tokensPerRequest) {
    throw invalid("input", `must not be longer than ${embeddingBounds.tokensPerRequest} tokens together`);
  }
  const dimensions = parseCount(body, "dimensions");
  if (dimensions !== null && dimensions > embeddingBounds.dimensions) throw invalid("dimensions", `must be at most ${embeddingBounds.dimensions}`);
  const format = body.encoding_format ?? "float";
  if (format !== "float" && format !== "base64") throw invalid("encoding_format", "must be float or base64");
  return { model: parseModel(body), input: texts, dimensions, base64: format === "base64" };
}

/** About as many tokens as a text has: four characters each, at least one. */
export function countTokens(text: string): number {
  return Math.max(1, Math.ceil(text.length / 4));
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function parseModel(body: Record<string, unknown>): string {
  if (typeof body.model !== "string" || body.model === "") throw invalid("model", "must be given");
  return body.model;
}

function parseCount(body: Record<string, unknown>, name: string): number | null {
  const value = body[name] ?? null;
  if (value === null) return null;
  if (typeof value !== "number" || !Number.isInteger(value) || value < 1) throw invalid(name, "must be a whole number of at least 1");
  return value;
}

function textOf(content: unknown): string {
  if (typeof content === "string") return content;
  if (!Array.isArray(content)) return "";
  return content.map((part: unknown) => (isObject(part) && typeof part.text === "string" ? part.text : "")).join("");
}

function invalid(param: string, rule: string): ProtocolError {
  return new ProtocolError(400, `Invalid '${param}': ${rule}.`, { param });
}
