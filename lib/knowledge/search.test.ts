import { beforeAll, describe, expect, test } from "vitest";
import { eq } from "drizzle-orm";
import { knowledgeDocuments } from "@/drizzle/schema";
import { call, createTeam, grantOf, json } from "@/drizzle/testing/factories";
import { samplePaper } from "@/e2e/files/sample-paper";
import { db } from "@/lib/core/db";
import { runDueJobs } from "@/lib/core/jobs";
import { route } from "@/lib/http/route";
import { registerIngestion } from "./ingestion";
import * as operations from "./operations";
import type { Document, SearchHit } from "./schemas";
import { searchKnowledge } from "./search";

const create = route(operations.createDocument);
const search = route(operations.searchDocuments);
type Team = Awaited<ReturnType<typeof createTeam>>;
type Page = { items: SearchHit[]; nextCursor: string | null };

let team: Team;
let paper: Document;
beforeAll(async () => {
  registerIngestion();
  team = await createTeam();
  paper = await add(team, "Tide mill", samplePaper.markdown());
});

async function add(to: Team, title: string, content: string): Promise<Document> {
  const made = await json<Document>(await call(create, { as: to.editor, params: { projectId: to.projectId }, body: { title, content } }));
  await runDueJobs({ projectId: to.projectId });
  return made;
}
const ask = async (of: Team, body: unknown) => json<Page>(await call(search, { as: of.viewer, params: { projectId: of.projectId }, body }));

describe("search", () => {
  test.each([
    [samplePaper.question, samplePaper.answer.sentence],
    [samplePaper.followUp.question, samplePaper.followUp.sentence],
  ])("a whole question finds the passage that answers it: %s", async (query, sentence) => {
    const { items } = await ask(team, { query });
    expect(items[0]?.text).toContain(sentence);
    expect(items[0]).toMatchObject({ documentId: paper.id, title: "Tide mill", page: 1 });
  });

  test("marks the words of the question, whatever their form", async () => {
    const { items } = await ask(team, { query: "What opens the gates?" });
    const [hit] = items;
    const marked = hit?.highlights.map(({ start, end }) => hit.text.slice(start, end).toLowerCase()) ?? [];
    expect(new Set(marked)).toEqual(new Set(marked.filter((word) => /^(open|gate)/.test(word))));
    expect(marked.some((word) => word.startsWith("open"))).toBe(true);
    expect(marked.some((word) => word.startsWith("gate"))).toBe(true);
  });

  test("one rare word outweighs many common ones", async () => {
    const own = await createTeam();
    for (let index = 0; index < 12; index++) await add(own, `Common ${index}`, "The system reads data, and the data tells the system about more data.");
    await add(own, "Rare", "A long remark about several other matters of the team, in which the word heliotrope stands once.");
    const { items } = await ask(own, { query: "system data heliotrope" });
    expect(items[0]?.title).toBe("Rare");
    expect(items.length).toBe(10);
    expect(items[0]?.score).toBeGreaterThan(items[1]?.score ?? Infinity);
  });

  test("goes through all results page by page, equal scores in a steady order", async () => {
    const own = await createTeam();
    for (let index = 0; index < 7; index++) await add(own, `Copy ${index}`, "Exactly the same walnut.");
    const all = (await ask(own, { query: "walnuts", limit: 50 })).items.map(({ documentId }) => documentId);
    expect(all).toHaveLength(7);
    expect(all).toEqual(all.toSorted());
    const seen: string[] = [];
    let cursor: string | null | undefined;
    do {
      const page: Page = await ask(own, { query: "walnuts", limit: 3, ...(cursor ? { cursor } : {}) });
      seen.push(...page.items.map(({ documentId }) => documentId));
      cursor = page.nextCursor;
    } while (cursor);
    expect(seen).toEqual(all);
  });

  test("keeps to the documents that are named", async () => {
    const own = await createTeam();
    const one = await add(own, "One", "A walnut tree.");
    await add(own, "Other", "A walnut table, a walnut chair.");
    const { items } = await ask(own, { query: "walnut", filters: { documentIds: [one.id] } });
    expect(items.map(({ title }) => title)).toEqual(["One"]);
    expect((await ask(own, { query: "walnut", filters: { documentIds: [] } })).items).toEqual([]);
    expect((await ask(own, { query: "walnut", filters: { documentIds: [paper.id] } })).items).toEqual([]);
  });

  test("never shows passages of another project", async () => {
    const own = await createTeam();
    await add(own, "Secret", "The sluice controller of a rival opens the gate by a spell.");
    const found = await ask(team, { query: samplePaper.question, limit: 50 });
    expect(new Set(found.items.map(({ documentId }) => documentId))).toEqual(new Set([paper.id]));
    expect((await call(search, { as: own.owner, params: { projectId: team.projectId }, body: { query: "gate" } })).status).toBe(404);
  });

  test("leaves out documents that aren't ready", async () => {
    const own = await createTeam();
    const made = await add(own, "Half", "A walnut tree.");
    await db().update(knowledgeDocuments).set({ status: "processing" }).where(eq(knowledgeDocuments.id, made.id));
    expect((await ask(own, { query: "walnut" })).items).toEqual([]);
  });

  test.each(["the of and", "what is it about?", "???", "xyzzyplugh"])("finds nothing for %j", async (query) => {
    expect(await ask(team, { query })).toEqual({ items: [], nextCursor: null });
  });

  test.each([`it's \\ 'quoted' | gate & !pond:* <->`, "node.js C++ a@b.org http://x.org/y?z 3.14 -5 o'clock", "ж 概要 😀 gate", "gate ".repeat(390)])("takes any text: %j", async (query) => {
    const response = await call(search, { as: team.viewer, params: { projectId: team.projectId }, body: { query } });
    expect(response.status).toBe(200);
  });

  test.each<[string, unknown, number]>([
    ["a wrong cursor", { query: "gate", cursor: "nonsense" }, 422],
    ["a cursor of another list", { query: "gate", cursor: Buffer.from('["2026-01-01T00:00:00.000Z","x"]').toString("base64url") }, 422],
    ["a cursor beyond all results", { query: "gate", cursor: Buffer.from("[99999]").toString("base64url") }, 422],
    ["no query", { query: " " }, 422],
    ["too many results", { query: "gate", limit: 51 }, 422],
    ["a document that can't be", { query: "gate", filters: { documentIds: ["x"] } }, 422],
  ])("refuses %s", async (_what, body, status) => {
    expect((await call(search, { as: team.viewer, params: { projectId: team.projectId }, body })).status).toBe(status);
  });

  test("serves the assistant with the same passages", async () => {
    const by = await grantOf(team.viewer, team.projectId, "knowledge.read");
    const hits = await searchKnowledge(by, { query: samplePaper.question, limit: 3 });
    expect(hits).toEqual((await ask(team, { query: samplePaper.question, limit: 3 })).items);
    expect(hits[0]).toMatchObject({ heading: expect.any(String), chunkIndex: expect.any(Number) });
  });
});
