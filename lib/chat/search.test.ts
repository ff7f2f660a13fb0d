import { eq } from "drizzle-orm";
import { beforeEach, describe, expect, it } from "vitest";
import { call, createProject, createTeam, json } from "@/drizzle/testing/factories";
import { chatSessions, messages } from "@/drizzle/schema";
import { GET as searchRoute } from "@/app/api/projects/[projectId]/chat/search/route";
import { db } from "@/lib/core/db";
import { newId } from "@/lib/core/ids";
import type { Problem } from "@/lib/core/problems";
import type { MessageHit } from "./schemas";

let team: Awaited<ReturnType<typeof createTeam>>;
let sessionId: string;
beforeEach(async () => {
  team = await createTeam();
  sessionId = await open(team.projectId, "Gardens");
});

async function open(projectId: string, title: string): Promise<string> {
  const id = newId();
  await db().insert(chatSessions).values({ id, projectId, userId: team.editor.actor.id, title });
  return id;
}

/** Messages directly in the table, each a second after the one before. @returns the ids */
async function write(contents: string[], values: Partial<typeof messages.$inferInsert> = {}): Promise<string[]> {
  const rows = contents.map((content, index) => ({
    id: newId(),
    projectId: team.projectId,
    sessionId,
    userId: team.editor.actor.id,
    role: "user" as const,
    content,
    createdAt: new Date(Date.UTC(2026, 0, 1) + index * 1_000).toISOString(),
    ...values,
  }));
  for (let start = 0; start < rows.length; start += 500) await db().insert(messages).values(rows.slice(start, start + 500));
  return rows.map(({ id }) => id);
}

type Page = { items: MessageHit[]; nextCursor: string | null };
const ask = (parameters: Record<string, string>, projectId = team.projectId) => call(searchRoute, { as: team.viewer, params: { projectId }, query: `?${new URLSearchParams(parameters)}` });
const search = async (q: string, parameters: Record<string, string> = {}) => json<Page>(await ask({ q, ...parameters }));
const found = async (q: string, parameters: Record<string, string> = {}) => (await search(q, parameters)).items.map(({ messageId }) => messageId);
const marked = ({ text, highlights }: MessageHit) => highlights.map(([start, end]) => text.slice(start, end));

describe("searching messages", () => {
  it("finds all words in any order and form, and marks them in the plain text", async () => {
    const [hit, , other] = await write(["Before **watering** the [roses](https://example.org/rose), prune them.", "Roses are red.", "We water roses daily"]);
    const { items } = await search("rose water");
    expect(items.map(({ messageId }) => messageId).toSorted()).toEqual([hit, other].toSorted());
    expect(items.find(({ messageId }) => messageId === hit)).toEqual({
      messageId: hit,
      sessionId,
      sessionTitle: "Gardens",
      sessionArchived: false,
      role: "user",
      userId: team.editor.actor.id,
      userName: "Edda",
      createdAt: "2026-01-01T00:00:00.000Z",
      text: "Before watering the roses, prune them.",
      highlights: [[7, 15], [20, 25]],
    });
  });

  it("knows rows of words, either side, and what to leave out", async () => {
    const [tea, coffee, both] = await write(["green tea", "tea is not green, coffee neither", "black coffee"]);
    expect(await found('"green tea"')).toEqual([tea]);
    expect((await found("tea or coffee")).toSorted()).toEqual([tea, coffee, both].toSorted());
    expect(await found("coffee -tea")).toEqual([both]);
    await write(["coffee beside green tea"]);
    expect((await found('coffee -"green tea"')).toSorted()).toEqual([coffee, both].toSorted());
    expect(await found('coffee -"not green"')).toEqual([both]);
  });

  it("finds a row of words behind many messages that have the words in no row", async () => {
    const [row] = await write(["the red house"], { createdAt: "2025-01-01T00:00:00.000Z" });
    await write(Array.from({ length: 900 }, () => "the house is red"));
    expect(await found('"red house"')).toEqual([row]);
  });

  it("finds beginnings of words, then parts of words, where whole words find nothing", async () => {
    const [hit] = await write(["The thermodynamics of `getUserName()` are simple", "Nothing here"]);
    expect((await search("thermodyn")).items.map((item) => [item.messageId, marked(item)])).toEqual([[hit, ["thermodynamics"]]]);
    expect((await search("dynamics serNam")).items.map((item) => [item.messageId, marked(item)])).toEqual([[hit, ["dynamics", "serNam"]]]);
    expect(await found("100%")).toEqual([]);
    const [percent] = await write(["It is 100% sure", "It is 1000 sure"]);
    expect(await found("00%")).toEqual([percent]);
    expect(await found("the")).toEqual([hit]);
  });

  it("finds parts of texts without spaces", async () => {
    const [japanese, mixed] = await write(["昨日は京都の庭を見ました。", "京都 and more", "東京"]);
    const { items } = await search("京都");
    expect(items.map((item) => [item.messageId, marked(item)])).toEqual([[mixed, ["京都"]], [japanese, ["京都"]]]);
  });

  it("shows where the words are in a long text, without cutting characters", async () => {
    const family = "👩‍👩‍👧‍👦";
    await write([`${family.repeat(500)} the lighthouse stands ${family.repeat(500)}`]);
    const [hit] = (await search("lighthouse")).items;
    expect(hit && marked(hit)).toEqual(["lighthouse"]);
    expect(hit?.text.replaceAll(family, "")).toMatch(/^… ?the lighthouse stands ?…$/);
  });

  it("puts the better before the newer, and of equals the newer first", async () => {
    const [old, middle, best] = await write(["An apple among many other things that one may eat", "An apple among many other things that one may eat", "apple, apple, apple"]);
    expect(await found("apple")).toEqual([best, middle, old]);
  });

  it("comes by pages over more matches than are ranked at once, each once, undisturbed by new ones", async () => {
    const ids = await write(Array.from({ length: 950 }, (_, index) => `needle ${"hay ".repeat(index % 7)}`));
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const page: Page = await search("needle", { limit: "90", ...(cursor ? { cursor } : {}) });
      expect(page.items.length).toBeGreaterThan(0);
      seen.push(...page.items.map(({ messageId }) => messageId));
      if (cursor === null) await write(["needle new"], { createdAt: "2026-06-01T00:00:00.000Z" });
      cursor = page.nextCursor;
    } while (cursor);
    expect(seen).toHaveLength(950);
    expect(new Set(seen)).toEqual(new Set(ids));
  });

  it("is narrowed to a conversation, a person and a role", async () => {
    const other = await open(team.projectId, "Other");
    const [mine] = await write(["a compass"]);
    const [elsewhere] = await write(["a compass"], { sessionId: other });
    const [answer] = await write(["a compass"], { userId: null, role: "assistant" });
    const [owners] = await write(["a compass"], { userId: team.owner.actor.id });
    expect(await found("compass", { session: other })).toEqual([elsewhere]);
    expect(await found("compass", { role: "assistant" })).toEqual([answer]);
    expect(await found("compass", { user: team.owner.actor.id })).toEqual([owners]);
    expect(new Set(await found("compass", { user: team.editor.actor.id }))).toEqual(new Set([mine, elsewhere]));
    // Parts of words are narrowed alike.
    expect(await found("ompas", { session: other })).toEqual([elsewhere]);
  });

  it("finds in archived conversations, and says so; not what is deleted, unfinished or of another project", async () => {
    const [archived] = await write(["a telescope"]);
    await db().update(chatSessions).set({ archived: true }).where(eq(chatSessions.id, sessionId));
    const deleted = await open(team.projectId, "Deleted");
    await write(["a telescope"], { sessionId: deleted });
    await db().update(chatSessions).set({ deletedAt: "2026-01-01T00:00:00.000Z" }).where(eq(chatSessions.id, deleted));
    await write(["a telescope"], { role: "assistant", userId: null, status: "streaming", leaseUntil: "2100-01-01T00:00:00.000Z" });
    await write(["a telescope"], { deletedAt: "2026-01-01T00:00:00.000Z" });
    const elsewhere = await createProject(team.owner);
    await write(["a telescope"], { projectId: elsewhere, sessionId: await open(elsewhere, "Elsewhere") });
    for (const q of ["telescope", "teles", "escop"]) expect((await search(q)).items).toMatchObject([{ messageId: archived, sessionArchived: true }]);
  });

  it.each(["'", "\\", "-", "- -", "!", "&|!():*<->", "a:*b", "%", "_", "()", "\u0301", "👩‍👩‍👧‍👦", "<b>", "[a-z](.*)+$"])("finds %j as it stands", async (q) => {
    const [hit] = await write([`before ${q} after`, "something else"]);
    expect(await found(q)).toEqual([hit]);
  });

  it.each(['"', "or", "or or", '-"something"', "-something -else"])("finds nothing for %j, which asks for nothing", async (q) => {
    await write(["something else", `before ${q} after`]);
    expect(await search(q)).toEqual({ items: [], nextCursor: null });
  });

  it("refuses a query without a word, and a cursor of something else", async () => {
    expect((await ask({ q: " " })).status).toBe(422);
    const refused = await ask({ q: "a", cursor: "WzFd" });
    expect((await json<Problem>(refused)).errors?.[0]?.pointer).toBe("?cursor");
  });
});
