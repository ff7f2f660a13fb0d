import { describe, expect, it } from "vitest";
import { SseParser, type SseEvent } from "./sse-parser";
import { randomFrom } from "./testing/random";

const parse = (text: string, cut: (left: number) => number = (left) => left): SseEvent[] => {
  const bytes = new TextEncoder().encode(text);
  const parser = new SseParser();
  const events: SseEvent[] = [];
  for (let at = 0; at < bytes.length; ) {
    const size = Math.max(1, Math.min(cut(bytes.length - at), bytes.length - at));
    events.push(...parser.push(bytes.slice(at, at + size)));
    at += size;
  }
  return events;
};

describe("the reader of server-sent events", () => {
  it("reads name, data and id, and gives a name to an event without one", () => {
    expect(parse("id: 7\nevent: a\ndata: x\n\ndata:y\n\n")).toEqual([
      { name: "a", data: "x", id: "7" },
      { name: "message", data: "y", id: null },
    ]);
  });

  it("joins several lines of data and takes away one space only", () => {
    expect(parse("data: one\ndata:  two\ndata\n\n")).toEqual([{ name: "message", data: "one\n two\n", id: null }]);
  });

  it("passes over comments, unknown fields, and events without data", () => {
    expect(parse(": hello\nretry: 5\nevent: nothing\n\ndata: x\n\n")).toEqual([{ name: "message", data: "x", id: null }]);
  });

  it("reads LF, CRLF and CR alike", () => {
    const expected = [{ name: "a", data: "1\n2", id: null }];
    for (const end of ["\n", "\r\n", "\r"]) expect(parse(`event: a${end}data: 1${end}data: 2${end}${end}: end\n`), JSON.stringify(end)).toEqual(expected);
  });

  it("keeps an unfinished event to itself", () => {
    expect(parse("data: x\n")).toEqual([]);
  });

  it("reads the same wherever the bytes are cut, also within a character and within a CRLF", () => {
    const text = Array.from({ length: 40 }, (_, n) => `id: p=${n}\r\nevent: e${n % 3}\r\ndata: {"text":"Grüße 🧭 ${"日本".repeat(n % 5)}"}\r\ndata: ${n}\r\n\r\n`).join("");
    const whole = parse(text);
    expect(whole).toHaveLength(40);
    expect(parse(text, () => 1)).toEqual(whole);
    for (let seed = 1; seed <= 200; seed += 1) {
      const random = randomFrom(seed);
      expect(parse(text, () => Math.ceil(random() * 37)), `seed ${seed}`).toEqual(whole);
    }
  });
});
