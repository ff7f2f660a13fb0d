import { expect, test } from "vitest";
import { call, createTeam, json } from "@/drizzle/testing/factories";
import { encodeCursor } from "@/lib/core/cursor";
import { newId } from "@/lib/core/ids";
import { GET as listActivity } from "./projects/[projectId]/activity/route";
import { GET as listSessions } from "./projects/[projectId]/chat/sessions/route";
import { GET as listMembers } from "./projects/[projectId]/collaborators/route";
import { GET as listPages } from "./projects/[projectId]/knowledge/[documentId]/pages/route";
import { GET as listDocuments, POST as createDocument } from "./projects/[projectId]/knowledge/documents/route";

/** Positions that fit their schema's outline and that PostgreSQL can't take: a client's mistake, never the server's. */
const moments = ["0000-01-01T00:00:00Z", `2020-01-01T00:00:00.${"0".repeat(300)}Z`];
const lists = [["sessions", listSessions], ["documents", listDocuments], ["members", listMembers]] as const;

test.each(lists)("a cursor of the list of %s with a moment that can't be is refused", async (_name, handler) => {
  const { owner, projectId } = await createTeam();
  for (const moment of moments) {
    const response = await call(handler, { as: owner, params: { projectId }, query: `?cursor=${encodeCursor([moment, newId()])}` });
    expect([response.status, (await json(response))["code"]]).toEqual([422, "validation-failed"]);
  }
});

test("the activity's first moment must be one that can be", async () => {
  const { owner, projectId } = await createTeam();
  for (const moment of moments) {
    expect((await call(listActivity, { as: owner, params: { projectId }, query: `?from=${moment}` })).status).toBe(422);
  }
});

test("a page's number that no document has is refused before it is too large for the database", async () => {
  const { owner, projectId } = await createTeam();
  const { id: documentId } = await json<{ id: string }>(await call(createDocument, { as: owner, params: { projectId }, body: { title: "T", content: "Some text." } }));
  const attempt = async (from: number) => (await call(listPages, { as: owner, params: { projectId, documentId }, query: `?from=${from}` })).status;
  expect([await attempt(Number.MAX_SAFE_INTEGER), await attempt(1_000_000_000)]).toEqual([422, 200]);
});
