import { beforeAll, describe, expect, test } from "vitest";
import { GET } from "@/app/api/projects/[projectId]/chat/sessions/[sessionId]/export/route";
import { messages } from "@/drizzle/schema";
import { call, createTeam, grantOf } from "@/drizzle/testing/factories";
import type { Message } from "@/lib/chat/schemas";
import { createSession } from "@/lib/chat/sessions";
import { db } from "@/lib/core/db";
import { newId } from "@/lib/core/ids";

type Team = Awaited<ReturnType<typeof createTeam>>;
let team: Team;
beforeAll(async () => void (team = await createTeam()));

const sample = `# A plan

Some **bold**, *italic* and \`code\`, a [link](https://example.org) and a [bad one](javascript:alert(1)).

1. One
2. Two
   - [x] done
   - [ ] open

> A quotation
> of two lines

| Bee | Honey |
| --- | ---: |
| Apis | 20 kg |

\`\`\`python
def f(x):
    return x
\`\`\`

---

Привет, Γειά σου, a ≤ b.`;

type Row = Partial<typeof messages.$inferInsert>;
async function conversation(title: string, rows: Row[]): Promise<string> {
  const session = await createSession(await grantOf(team.editor, team.projectId, "chat.write"), { title });
  await db().insert(messages).values(rows.map((row) => ({ id: newId(), projectId: team.projectId, sessionId: session.id, userId: row.role === "assistant" ? null : team.editor.actor.id, role: "user" as const, content: "", ...row })));
  return session.id;
}
const save = (sessionId: string, query = "", as = team.viewer) => call(GET, { as, params: { projectId: team.projectId, sessionId }, query });

const cited = { n: 1, documentId: newId(), title: "Bees.pdf", page: 3, start: 0, end: 9, quote: "Bees eat\nnectar." };
const plain: Row[] = [
  { content: "What do bees eat?", createdAt: "2026-03-01T10:00:00Z" },
  { role: "assistant", content: "Nectar [1].", citations: [cited], metadata: { model: "gpt-5-mini" }, createdAt: "2026-03-01T10:01:00Z" },
  { content: "", deletedAt: "2026-03-01T11:00:00Z" },
  { role: "assistant", content: "Half of", status: "interrupted", attachments: [{ id: newId(), name: "a.png", mediaType: "image/png", size: 1, width: 1, height: 1, documentId: null }] },
];

describe("an export", () => {
  test("as Markdown has who said what and when, what it rests on, and nothing of what was deleted", async () => {
    const response = await save(await conversation('Bees: "a/b" 蜜蜂', plain));
    expect(response.status).toBe(200);
    expect(response.headers.get("content-type")).toBe("text/markdown; charset=utf-8");
    expect(response.headers.get("content-disposition")).toContain(`filename*=UTF-8''Bees%20a%20b%20%E8%9C%9C%E8%9C%82.md`);
    const text = await response.text();
    expect(text).toMatch(/^# Bees: "a\/b" 蜜蜂\n\n\*Exported from Socrates on /);
    expect(text).toContain("## Edda · 1 March 2026 at 10:00 UTC\n\n> What do bees eat?\n");
    expect(text).toContain("## Socrates · 1 March 2026 at 10:01 UTC · gpt-5-mini\n\n> Nectar [1].\n\nSources:\n\n- [1] Bees.pdf, page 3: “Bees eat nectar.”\n");
    expect(text).toContain("*This message was deleted.*");
    expect(text).toContain("> Half of\n\n*Interrupted before its end.*\n\nAttachments: `a.png`");
  });

  test("as JSON has every message as the API shows it, however many there are", async () => {
    const sessionId = await conversation("Long", Array.from({ length: 450 }, (_, index) => ({ content: `message ${index}` })));
    const response = await save(sessionId, "?format=json");
    const whole = (await response.json()) as { format: string; session: { id: string }; messages: Message[] };
    expect(whole).toMatchObject({ format: "socrates-conversation", version: 1, session: { id: sessionId, title: "Long" } });
    expect(whole.messages.map(({ content }) => content)).toEqual(Array.from({ length: 450 }, (_, index) => `message ${index}`));
    expect(whole.messages[0]).toMatchObject({ userName: "Edda", status: "complete", reactions: [], branchId: null });
  });

  test("as PDF is one, with its text and without an address that isn't of the web", async () => {
    const response = await save(await conversation("A plan", [{ content: sample }, ...plain]), "?format=pdf");
    expect(response.headers.get("content-type")).toBe("application/pdf");
    const bytes = new Uint8Array(await response.arrayBuffer());
    const { getDocument } = await import("pdfjs-dist/legacy/build/pdf.mjs");
    const loading = getDocument({ data: bytes, verbosity: 0 });
    const pdf = await loading.promise;
    const page = await pdf.getPage(1);
    const content = await page.getTextContent();
    const text = content.items.map((item) => ("str" in item ? item.str : "")).join(" ").replaceAll(/\s+/g, " ");
    for (const words of ["A plan", "Some bold , italic and code", "1.", "One", "☑", "done", "Apis", "20 kg", "def f(x):", "Привет, Γειά σου, a ≤ b.", "Edda", "What do bees eat?"]) expect(text).toContain(words);
    const links = (await page.getAnnotations()).map((annotation: { url?: string }) => annotation.url);
    expect(links).toEqual(["https://example.org/"]);
    await loading.destroy();
  });

  test("of an empty conversation is one too", async () => {
    const sessionId = (await createSession(await grantOf(team.editor, team.projectId, "chat.write"), { title: "" })).id;
    expect(await (await save(sessionId)).text()).toMatch(/^# Conversation\n/);
    expect(((await (await save(sessionId, "?format=json")).json()) as { messages: Message[] }).messages).toEqual([]);
    expect(Buffer.from(await (await save(sessionId, "?format=pdf")).arrayBuffer()).subarray(0, 5).toString()).toBe("%PDF-");
  });

  test("is not there for strangers, in no other form, and of no other branch", async () => {
    const sessionId = await conversation("Mine", plain);
    expect((await save(sessionId, "", team.outsider)).status).toBe(404);
    expect((await save(newId())).status).toBe(404);
    expect((await save(sessionId, "?format=exe")).status).toBe(422);
    expect((await save(sessionId, `?branch=${newId()}`)).status).toBe(422);
  });
});
