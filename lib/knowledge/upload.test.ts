import { readdir } from "node:fs/promises";
import path from "node:path";
import { eq } from "drizzle-orm";
import { NextRequest } from "next/server";
import { expect, test } from "vitest";
import { POST } from "@/app/api/projects/[projectId]/knowledge/documents/route";
import { knowledgeDocuments } from "@/drizzle/schema";
import { call, createTeam, grantOf, json } from "@/drizzle/testing/factories";
import { db } from "@/lib/core/db";
import { env } from "@/lib/core/env";
import { archiveProject } from "@/lib/projects/projects";

const boundary = "a-boundary";
const part = (name: string, text = "Some text.") => `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="${name}"\r\nContent-Type: text/plain\r\n\r\n${text}\r\n`;

async function upload(pieces: string[], end = `--${boundary}--\r\n`) {
  const { owner, projectId } = await createTeam();
  const body = [...pieces, end].map((piece) => Buffer.from(piece));
  const response = await call(POST, { as: owner, params: { projectId }, body: Buffer.concat(body), headers: { "content-type": `multipart/form-data; boundary=${boundary}` } });
  return { status: response.status, code: (await json(response))["code"] };
}

const temporaryFiles = () => readdir(path.join(env().DATA_DIR, "incoming"));

test.each([25, 300, 3_000])("%i files at once are refused, and nothing of them stays behind", async (count) => {
  expect(await upload(Array.from({ length: count }, (_, i) => part(`${i}.txt`)))).toEqual({ status: 413, code: "too-large" });
  expect(await temporaryFiles()).toEqual([]);
});

const broken: [string, string[], string | undefined, number, string][] = [
  ["a part of another kind, with a file under way behind it", [part("a.exe"), part("b.txt", "x".repeat(200_000))], "", 415, "unsupported-media-type"],
  ["a part of another name, with files around it", [part("a.txt"), part("b.txt").replace('name="file"', 'name="other"'), part("c.txt")], undefined, 422, "validation-failed"],
  ["an end in the middle of a file", [part("a.txt"), part("b.txt", "x".repeat(200_000))], "", 400, "malformed-request"],
  ["an end in the middle of a part's headers", [part("a.txt").slice(0, 60)], "", 400, "malformed-request"],
  ["no part at all", [], undefined, 422, "validation-failed"],
  ["thousands of fields", Array.from({ length: 5_000 }, (_, i) => part("").replace(/name="file"; filename=""/, `name="f${i}"`)), undefined, 422, "validation-failed"],
  ["a file's name with a NUL", [part("a\u0000b.txt")], undefined, 400, "malformed-request"],
];

test.each(broken)("an upload with %s is refused, and nothing of it stays behind", async (_what, pieces, end, status, code) => {
  expect(await upload(pieces, end)).toEqual({ status, code });
  expect(await temporaryFiles()).toEqual([]);
});

test("an upload that ends after the project was archived adds nothing", async () => {
  const { owner, editor, projectId } = await createTeam();
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
  const headers = { authorization: `Bearer ${editor.accessToken}`, "content-type": `multipart/form-data; boundary=${boundary}` };
  const answer = POST(new NextRequest("http://localhost:3000/api/test", { method: "POST", headers, body: readable, duplex: "half" }), { params: Promise.resolve({ projectId }) });
  const writer = writable.getWriter();
  // Taken only once the upload is being read.
  await writer.write(Buffer.from(part("late.txt").slice(0, -6)));
  await archiveProject(await grantOf(owner, projectId, "project.archive"));
  await writer.write(Buffer.from(`text.\r\n--${boundary}--\r\n`));
  await writer.close();
  const response = await answer;
  expect([response.status, (await json(response))["code"]]).toEqual([409, "project-archived"]);
  expect(await db().select().from(knowledgeDocuments).where(eq(knowledgeDocuments.projectId, projectId))).toEqual([]);
});
