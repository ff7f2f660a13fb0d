import { describe, expect, it } from "vitest";
import type { Message } from "@/lib/chat/schemas";
import { randomFrom } from "@/components/realtime/testing/random";
import { mergeRow } from "./merge-message";
import { MessageRows } from "./message-rows";
import { anAnswer, at, messageId } from "./testing/messages";

const setUp = () => {
  const stale = new Set<string>();
  return { stale, rows: new MessageRows((id) => stale.add(id)) };
};
const id = messageId(1);
const piece = (offset: number, text: string) => ({ messageId: id, offset, text });

describe("a text that grows", () => {
  it("takes a piece at its end, and one that it knows in part", () => {
    const { rows, stale } = setUp();
    rows.put(anAnswer(1, { content: "Hello" }));
    rows.addDelta(piece(5, ", wor"));
    rows.addDelta(piece(0, "Hello"));
    rows.addDelta(piece(7, "world"));
    expect(rows.get(id)?.content).toBe("Hello, world");
    expect(stale.size).toBe(0);
  });

  it("keeps pieces until their message is there", () => {
    const { rows, stale } = setUp();
    rows.addDelta(piece(5, ", world"));
    rows.addDelta(piece(0, "Hello"));
    expect(rows.put(anAnswer(1)).content).toBe("Hello, world");
    expect(stale.size).toBe(0);
  });

  it("wants to be read again at a gap, and goes on when the row fills it", () => {
    const { rows, stale } = setUp();
    rows.put(anAnswer(1, { content: "Hel" }));
    rows.addDelta(piece(5, ", world"));
    expect(rows.get(id)?.content).toBe("Hel");
    expect([...stale]).toEqual([id]);
    expect(rows.put(anAnswer(1, { content: "Hello", updatedAt: at(2) })).content).toBe("Hello, world");
  });

  it("asks again when the row doesn't reach the gap", () => {
    const { rows, stale } = setUp();
    rows.put(anAnswer(1));
    rows.addDelta(piece(5, ", world"));
    stale.clear();
    rows.put(anAnswer(1, { content: "Hell", updatedAt: at(2) }));
    expect([...stale]).toEqual([id]);
  });

  it("trusts the next row when a piece contradicts it", () => {
    const { rows, stale } = setUp();
    rows.put(anAnswer(1, { content: "The old text" }));
    rows.addDelta(piece(4, "new"));
    expect([...stale]).toEqual([id]);
    expect(rows.put(anAnswer(1, { content: "The ", updatedAt: at(2) })).content).toBe("The new");
  });

  it("keeps the longer text while it streams and the final one afterwards", () => {
    const streaming = anAnswer(1, { content: "Hello, world" });
    expect(mergeRow(streaming, anAnswer(1, { content: "Hello", updatedAt: at(2) })).content).toBe("Hello, world");
    const final = anAnswer(1, { content: "Hello", status: "stopped", updatedAt: at(2) });
    expect(mergeRow(streaming, final)).toEqual(final);
    expect(mergeRow(final, anAnswer(1, { content: "Hello, world", updatedAt: at(2) }))).toEqual(final);
    expect(mergeRow(final, streaming)).toEqual(final);
  });

  it("begins anew when the answer is written anew, also if its first pieces come before its row", () => {
    const { rows } = setUp();
    rows.put(anAnswer(1, { content: "First try", status: "failed", updatedAt: at(2) }));
    rows.addDelta(piece(0, "Second"));
    expect(rows.get(id)?.content).toBe("First try");
    expect(rows.put(anAnswer(1, { updatedAt: at(3) }))).toMatchObject({ content: "Second", status: "streaming" });
    expect(rows.put(anAnswer(1, { content: "First try", status: "failed", updatedAt: at(2) })).content).toBe("Second");
  });

  it("waits in a queue, and grows once it has begun, also if its first pieces come before its row", () => {
    const { rows, stale } = setUp();
    const queued = rows.put(anAnswer(1, { status: "queued" }));
    rows.addDelta(piece(0, "Hello"));
    expect(rows.get(id)).toBe(queued);
    expect(rows.put(anAnswer(1))).toMatchObject({ content: "Hello", status: "streaming" });
    expect(rows.put(anAnswer(1, { status: "queued" }))).toMatchObject({ content: "Hello", status: "streaming" });
    expect(rows.put(anAnswer(1, { status: "queued", updatedAt: at(2) }))).toMatchObject({ content: "", status: "queued" });
    expect(stale.size).toBe(0);
  });

  it("keeps a bounded number of pieces", () => {
    const { rows, stale } = setUp();
    for (let n = 0; n < 1_000; n += 1) rows.addDelta(piece(n, "x"));
    expect(rows.put(anAnswer(1)).content).toBe("");
    expect(stale.size).toBe(1);
    expect(rows.put(anAnswer(1, { content: "x".repeat(600), updatedAt: at(2) })).content).toBe("x".repeat(1_000));
  });

  it("ends at the server's text whatever the order of rows, pieces, doubles, repetitions and endings", () => {
    for (let seed = 1; seed <= 400; seed += 1) {
      const random = randomFrom(seed);
      const answers = [1, 2, 3].map((n) => makeAnswer(n, random));
      const { rows, stale } = setUp();
      // What the server has at this time, which is what reading again gives.
      const present = new Map(answers.map(({ versions }) => [versions[0]?.id ?? "", versions[0]]));
      const deliveries = answers.flatMap(({ parts }) => shuffleALittle(parts, random)).map((part, index) => ({ part, place: index % 60 + random() * 12 }));
      for (const { part } of deliveries.toSorted((a, b) => a.place - b.place)) {
        const times = random() < 0.15 ? 2 : random() < 0.1 ? 0 : 1;
        for (let n = 0; n < times; n += 1) {
          if ("row" in part) {
            rows.put(part.row);
            const known = present.get(part.row.id);
            if (!known || known.updatedAt < part.row.updatedAt) present.set(part.row.id, part.row);
          } else rows.addDelta(part.delta);
        }
        if (random() < 0.3) {
          const asked = Array.from(stale);
          stale.clear();
          for (const row of asked.flatMap((staleId) => present.get(staleId) ?? [])) rows.put(row);
        }
      }
      // A final row that was lost is read after a reset; one that came needs nothing more, whatever came after it.
      for (const { versions } of answers) {
        const final = versions.at(-1);
        if (!final) throw new Error("an answer has versions");
        if (present.get(final.id) !== final) rows.put(final);
        if (random() < 0.5) rows.put(versions[Math.floor(random() * versions.length)] ?? final);
        expect(rows.get(final.id), `seed ${seed}`).toEqual(final);
      }
    }
  });

  it("shows the server's text of an answer that still streams once everything has come, in whatever order", () => {
    for (let seed = 1; seed <= 400; seed += 1) {
      const random = randomFrom(seed);
      const text = Array.from({ length: 60 }, () => "ab 🧭é\n"[Math.floor(random() * 7)]).join("");
      const { rows, stale } = setUp();
      rows.put(anAnswer(1));
      for (const { messageId: of, offset, text: part } of shuffle(cut(text, random, id), random)) {
        rows.addDelta({ messageId: of, offset, text: part });
        if (random() < 0.3) rows.addDelta({ messageId: of, offset, text: part });
        if (random() < 0.1) rows.put(anAnswer(1, { content: text.slice(0, Math.floor(random() * text.length)), updatedAt: at(2) }));
      }
      if (stale.size) rows.put(anAnswer(1, { content: text.slice(0, Math.floor(random() * text.length)), updatedAt: at(3) }));
      expect(rows.get(id)?.content, `seed ${seed}`).toBe(text);
    }
  });
});

type Part = { row: Message } | { delta: { messageId: string; offset: number; text: string } };

/** An answer as the server writes it: perhaps begun anew after a failure, with checkpoints, and a final row. */
function makeAnswer(n: number, random: () => number): { versions: Message[]; parts: Part[] } {
  const versions: Message[] = [];
  const parts: Part[] = [];
  let time = n * 1_000;
  const write = (changes: Partial<Message>) => {
    const row = anAnswer(n, { ...changes, updatedAt: at((time += 1)) });
    versions.push(row);
    parts.push({ row });
  };
  const tries = random() < 0.4 ? 2 : 1;
  for (let attempt = 1; attempt <= tries; attempt += 1) {
    const text = Array.from({ length: 30 }, () => "abc "[Math.floor(random() * 4)]).join("");
    write({});
    for (const delta of cut(text, random, messageId(n))) {
      parts.push({ delta });
      if (random() < 0.2) write({ content: text.slice(0, delta.offset + delta.text.length) });
    }
    write({ content: text, status: attempt < tries ? "failed" : "complete" });
  }
  return { versions, parts };
}

function cut(text: string, random: () => number, of: string): { messageId: string; offset: number; text: string }[] {
  const pieces = [];
  for (let offset = 0; offset < text.length; ) {
    const size = 1 + Math.floor(random() * 6);
    pieces.push({ messageId: of, offset, text: text.slice(offset, offset + size) });
    offset += size;
  }
  return pieces;
}

const shuffle = <T>(items: T[], random: () => number): T[] =>
  items.map((item) => ({ item, place: random() })).toSorted((a, b) => a.place - b.place).map(({ item }) => item);

/** Moves each item by a few places. */
const shuffleALittle = <T>(items: T[], random: () => number): T[] =>
  items.map((item, index) => ({ item, place: index + random() * 5 })).toSorted((a, b) => a.place - b.place).map(({ item }) => item);
