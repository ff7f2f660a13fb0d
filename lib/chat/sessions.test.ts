import { beforeEach, describe, expect, it } from "vitest";
import { call, createProject, createTeam, json } from "@/drizzle/testing/factories";
import { POST as sendRoute } from "@/app/api/projects/[projectId]/chat/[sessionId]/message/route";
import { GET as listRoute, POST as createRoute } from "@/app/api/projects/[projectId]/chat/sessions/route";
import { DELETE as deleteRoute, GET as getRoute, PATCH as updateRoute } from "@/app/api/projects/[projectId]/chat/sessions/[sessionId]/route";
import { eq } from "drizzle-orm";
import { chatSessions } from "@/drizzle/schema";
import { listModels } from "@/lib/core/ai";
import { db } from "@/lib/core/db";
import type { Problem } from "@/lib/core/problems";
import type { ProjectEvent } from "@/lib/events/catalogue";
import { hub } from "@/lib/events/hub";
import type { ChatSession } from "./schemas";

let team: Awaited<ReturnType<typeof createTeam>>;
beforeEach(async () => {
  team = await createTeam();
});

const create = async (title = "") => json<ChatSession>(await call(createRoute, { as: team.editor, params: { projectId: team.projectId }, body: { title } }));
const at = (sessionId: string) => ({ projectId: team.projectId, sessionId });
const list = async (query = "") => json<{ items: ChatSession[]; nextCursor: string | null }>(await call(listRoute, { as: team.viewer, params: { projectId: team.projectId }, query }));

describe("conversations", () => {
  it("are created with a location, and read by every member", async () => {
    const response = await call(createRoute, { as: team.editor, params: { projectId: team.projectId }, body: { title: "  Plans  " } });
    expect(response.status).toBe(201);
    const session = await json<ChatSession>(response);
    expect(response.headers.get("location")).toBe(`/api/projects/${team.projectId}/chat/sessions/${session.id}`);
    expect(session).toMatchObject({ projectId: team.projectId, userId: team.editor.actor.id, title: "Plans", archived: false });
    expect(await json(await call(getRoute, { as: team.viewer, params: at(session.id) }))).toEqual(session);
  });

  it("come by pages, the newest activity first, each once", async () => {
    const created: ChatSession[] = [];
    for (let index = 0; index < 7; index += 1) created.push(await create(`Talk ${index}`));
    await call(sendRoute, { as: team.editor, params: at(created[2]?.id ?? ""), body: { content: "This moves it up." } });
    await call(updateRoute, { as: team.editor, params: at(created[4]?.id ?? ""), method: "PATCH", body: { title: "A new name doesn't", whenBusy: "parallel" } });
    const titles: string[] = [];
    let cursor: string | null = null;
    do {
      const page = await list(`?limit=3${cursor ? `&cursor=${cursor}` : ""}`);
      expect(page.items.length).toBeLessThanOrEqual(3);
      titles.push(...page.items.map(({ title }) => title));
      cursor = page.nextCursor;
    } while (cursor);
    expect(titles).toEqual(["Talk 2", "Talk 6", "Talk 5", "A new name doesn't", "Talk 3", "Talk 1", "Talk 0"]);
  });

  it("are archived out of the list and brought back", async () => {
    const { id } = await create("Old");
    const archived = await call(updateRoute, { as: team.editor, params: at(id), body: { archived: true } });
    expect(await json(archived)).toMatchObject({ title: "Old", archived: true });
    expect((await list()).items).toEqual([]);
    expect((await list("?archived=true")).items.map((session) => session.id)).toEqual([id]);
    await call(updateRoute, { as: team.editor, params: at(id), body: { archived: false } });
    expect((await list()).items.map((session) => session.id)).toEqual([id]);
  });

  it("keep how the assistant takes part, and a name that somebody gave", async () => {
    const { id } = await create();
    const stored = async () => (await db().select().from(chatSessions).where(eq(chatSessions.id, id)))[0];
    const change = (body: unknown) => call(updateRoute, { as: team.editor, params: at(id), method: "PATCH", body });
    const events: ProjectEvent[] = [];
    await hub().subscribe(team.projectId, (event) => events.push(event));
    const settings = { assistantMode: "mentioned", model: listModels()[0]?.name, whenBusy: "parallel" };
    expect(await json(await change(settings))).toMatchObject({ title: "", ...settings });
    expect(await stored()).toMatchObject({ autoTitle: true, ...settings });
    expect(await json(await change({ title: "Mine", model: null }))).toMatchObject({ title: "Mine", model: null, assistantMode: "mentioned" });
    expect(await stored()).toMatchObject({ autoTitle: false, model: null });
    expect(await json(await change({}))).toMatchObject({ title: "Mine" });
    expect(events.map(({ name, thing }) => [name, (thing as ChatSession).title])).toEqual([["chat:session:updated", ""], ["chat:session:updated", "Mine"]]);
    expect((await db().select().from(chatSessions).where(eq(chatSessions.id, (await create("Named")).id)))[0]?.autoTitle).toBe(false);
  });

  it("are deleted by whoever opened them or by a moderator, and by nobody else", async () => {
    const [mine, moderated] = [await create("mine"), await create("moderated")];
    const owners = await json<ChatSession>(await call(createRoute, { as: team.owner, params: { projectId: team.projectId }, body: {} }));
    expect((await call(deleteRoute, { as: team.editor, params: at(owners.id), method: "DELETE" })).status).toBe(403);
    expect((await call(deleteRoute, { as: team.viewer, params: at(mine.id), method: "DELETE" })).status).toBe(403);
    expect((await call(deleteRoute, { as: team.editor, params: at(mine.id), method: "DELETE" })).status).toBe(204);
    expect((await call(deleteRoute, { as: team.owner, params: at(moderated.id), method: "DELETE" })).status).toBe(204);
    expect((await list()).items.map(({ id }) => id)).toEqual([owners.id]);
  });

  it("stay within their project", async () => {
    const { id } = await create("here");
    const elsewhere = await createProject(team.editor);
    for (const handler of [getRoute, updateRoute, deleteRoute]) {
      const method = handler === getRoute ? "GET" : handler === updateRoute ? "PATCH" : "DELETE";
      const body = method === "PATCH" ? { title: "stolen" } : undefined;
      expect((await call(handler, { as: team.editor, params: { projectId: elsewhere, sessionId: id }, method, body })).status).toBe(404);
    }
    expect(await json(await call(getRoute, { as: team.editor, params: at(id) }))).toMatchObject({ title: "here" });
  });

  it.each([
    ["an empty title", { title: "  " }],
    ["a title that is too long", { title: "x".repeat(256) }],
    ["a wrong type", { archived: "yes" }],
    ["a model that isn't configured", { model: "nobody's" }],
    ["an unknown mode", { assistantMode: "sometimes" }],
  ])("refuse %s", async (_, body) => {
    const { id } = await create("Kept");
    const response = await call(updateRoute, { as: team.editor, params: at(id), method: "PATCH", body });
    expect(response.status).toBe(422);
    expect((await json<Problem>(response)).errors?.[0]?.pointer).toBe(`/${Object.keys(body)[0]}`);
    expect((await list()).items[0]).toMatchObject({ title: "Kept", archived: false });
  });

  it("refuse a cursor of something else", async () => {
    expect((await call(listRoute, { as: team.viewer, params: { projectId: team.projectId }, query: "?cursor=eyJh" })).status).toBe(422);
  });
});
