import "server-only";
import { AppError } from "@/lib/core/problems";

/** JSON nested deeper than this is nobody's input. */
const mostDepth = 64;
/** Nor is JSON of more values than this: the longest conversation of an AI SDK client has a tenth of them. */
const mostValues = 100_000;
const defaultMaxBytes = 1_000_000;

/**
 * Reads a JSON body. An empty one counts as `{}`.
 * @throws AppError `unsupported-media-type`, `too-large`, or `malformed-request` for what isn't JSON in valid UTF-8
 */
export async function readJson(request: Request, maxBytes = defaultMaxBytes): Promise<unknown> {
  const bytes = await readBytes(request, maxBytes);
  if (bytes.byteLength === 0) return {};
  const mediaType = (request.headers.get("content-type") ?? "").split(";")[0]?.trim().toLowerCase() ?? "";
  if (mediaType !== "application/json" && !mediaType.endsWith("+json")) {
    throw new AppError("unsupported-media-type", "Send JSON with the header Content-Type: application/json.");
  }
  requireModest(bytes);
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch (error) {
    throw new AppError("malformed-request", "The body is not valid JSON in UTF-8.", { cause: error });
  }
  requirePlain(value);
  return value;
}

/** @throws AppError `too-large` as soon as there are more than `maxBytes` */
export async function readBytes(request: Request, maxBytes = defaultMaxBytes): Promise<Uint8Array> {
  const tooLarge = () => new AppError("too-large", `At most ${maxBytes} bytes are accepted here.`);
  if (Number(request.headers.get("content-length") ?? 0) > maxBytes) throw tooLarge();
  if (!request.body) return new Uint8Array();
  const parts: Uint8Array[] = [];
  let size = 0;
  const reader = request.body.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      size += value.byteLength;
      if (size > maxBytes) throw tooLarge();
      parts.push(value);
    }
  } catch (error) {
    void reader.cancel().catch(() => {});
    if (error instanceof AppError) throw error;
    throw new AppError("malformed-request", "The body broke off.", { cause: error });
  }
  return Buffer.concat(parts);
}

/**
 * Refuses JSON that would cost far more than its bytes: parsing 25 MB of brackets or zeros takes gigabytes and holds
 * up everybody for seconds. Counts what the text is made of without building any of it.
 */
function requireModest(bytes: Uint8Array): void {
  let depth = 0;
  let values = 1;
  for (let index = 0; index < bytes.length; index++) {
    const byte = bytes[index];
    if (byte === quote) {
      // To the string's end, past what a backslash hides.
      for (index++; index < bytes.length && bytes[index] !== quote; index++) if (bytes[index] === backslash) index++;
    } else if (byte === comma) values++;
    else if (byte === openBracket || byte === openBrace) {
      values++;
      depth++;
    } else if (byte === closeBracket || byte === closeBrace) depth--;
    if (depth > mostDepth) throw tooDeep();
    if (values > mostValues) throw tooMany();
  }
}

const [quote, backslash, comma, openBracket, closeBracket, openBrace, closeBrace] = Buffer.from('"\\,[]{}');

const tooDeep = () => new AppError("malformed-request", `The body is nested deeper than ${mostDepth} levels.`);
const tooMany = () => new AppError("malformed-request", `The body has more than ${mostValues} values.`);

/**
 * All text can be stored, nothing is nested absurdly deep, and there isn't too much of it. Walks without recursion.
 * What a server action is given may hold one object in many places, which then counts in each.
 */
export function requirePlain(value: unknown): void {
  const stack: { value: unknown; depth: number }[] = [{ value, depth: 0 }];
  let values = 0;
  for (let top = stack.pop(); top; top = stack.pop()) {
    if (top.depth > mostDepth) throw tooDeep();
    if (++values > mostValues) throw tooMany();
    if (typeof top.value === "string") requireStorable(top.value);
    else if (typeof top.value === "object" && top.value !== null) {
      for (const [key, inner] of Object.entries(top.value)) {
        requireStorable(key);
        stack.push({ value: inner, depth: top.depth + 1 });
      }
    }
  }
}

/** PostgreSQL can't store these. @throws AppError `malformed-request` for text with NUL or half of a surrogate pair */
export function requireStorable(text: string): void {
  if (text.includes("\u0000")) throw new AppError("malformed-request", "Text must not contain the NUL character.");
  if (!text.isWellFormed()) throw new AppError("malformed-request", "Text must not contain halves of characters (lone surrogates).");
}
