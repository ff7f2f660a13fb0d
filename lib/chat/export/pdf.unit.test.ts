import { once } from "node:events";
import { Readable } from "node:stream";
import { setImmediate as breathe } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import type { Message } from "@/lib/chat/schemas";
import { newId } from "@/lib/core/ids";
import { conversationPdf } from "./pdf";

const at = "2026-03-01T10:00:00.000Z";
const messageOf = (content: string) => ({ id: newId(), role: "user", userName: "Edda", content, status: "complete", citations: [], attachments: [], metadata: {}, createdAt: at, deletedAt: null, pinnedAt: null }) as unknown as Message;
const written = async (...contents: string[]) => Buffer.concat(await Array.fromAsync(conversationPdf("Bees", at, Readable.from(contents.map(messageOf))) as unknown as Readable));

describe("a conversation as PDF", () => {
  test.each([
    ["quotations within quotations", ">".repeat(4_000)],
    ["lists within lists", "- ".repeat(4_000)],
    ["emphasis within emphasis", `${"*a _b ".repeat(3_000)}${"_ *".repeat(3_000)}`],
    ["spaces in a row", `a${" ".repeat(31_000)}b`],
  ])("is one, whatever a message asks of it: %s", async (_what, content) => {
    const bytes = await written(content);
    expect([bytes.subarray(0, 5).toString(), bytes.subarray(-6).toString()]).toEqual(["%PDF-", "%%EOF\n"]);
  });

  test("waits for a slow reader, and goes on when there is room", async () => {
    let asked = 0;
    const [most, mostWaiting] = [100, 70_000];
    async function* messages() {
      // Texts that no compression makes small.
      for (; asked < most; asked += 1) yield messageOf(Array.from({ length: 60 }, () => newId()).join(" "));
    }
    const document = conversationPdf("Bees", at, messages(), mostWaiting) as unknown as Readable;
    let before = -1;
    while (asked > before || document.readableLength < mostWaiting) {
      before = asked;
      for (let turn = 0; turn < 20; turn += 1) await breathe();
    }
    expect(asked).toBeLessThan(most);
    expect(document.readableLength).toBeLessThan(2 * mostWaiting);
    document.resume();
    await once(document, "end");
    expect(asked).toBe(most);
  });
});
