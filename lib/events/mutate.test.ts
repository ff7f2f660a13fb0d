import { eq, sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { notifications, projectActivity, projects } from "@/drizzle/schema";
import { createProject, createTeam, createUser, grantOf } from "@/drizzle/testing/factories";
import { db } from "@/lib/core/db";
import type { ProjectEvent } from "./catalogue";
import { hub } from "./hub";
import { broadcast, mutate } from "./mutate";

const activityOf = (projectId: string) => db().select().from(projectActivity).where(eq(projectActivity.projectId, projectId)).orderBy(projectActivity.seq);

test("twenty overlapping writes are numbered without a gap and heard in that order", async () => {
  const owner = await createUser();
  const projectId = await createProject(owner);
  const by = await grantOf(owner, projectId, "project.update");
  const heard: ProjectEvent[] = [];
  const { position, unsubscribe } = await hub().subscribe(projectId, (event) => heard.push(event));
  await Promise.all(Array.from({ length: 20 }, (_, i) => mutate(by, async (_tx, emit) => emit("project:updated", { name: `n${i}`, fields: ["name"] }))));
  const stored = await activityOf(projectId);
  expect(stored.map((row) => row.seq)).toEqual(Array.from({ length: 20 }, (_, i) => position + i + 1));
  await expect.poll(() => heard.map((event) => [event.seq, event.payload["name"]])).toEqual(stored.map((row) => [row.seq, row.actionDetails["name"]]));
  unsubscribe();
});

test("several events of one write take following numbers, and what isn't stored takes none", async () => {
  const owner = await createUser();
  const projectId = await createProject(owner);
  const by = await grantOf(owner, projectId, "project.update");
  const heard: (number | null)[] = [];
  const { unsubscribe } = await hub().subscribe(projectId, (event) => heard.push(event.seq));
  await mutate(by, async (_tx, emit) => {
    emit("project:archived", { name: "a" });
    emit("document:progress", { documentId: projectId, status: "processing", progress: 0.5 });
    emit("project:restored", { name: "a" });
  });
  await broadcast(projectId, null, "document:progress", { documentId: projectId, status: "processing", progress: 1 });
  await expect.poll(() => heard).toEqual([1, null, 2, null]);
  expect((await activityOf(projectId)).map((row) => row.actionType)).toEqual(["project:archived", "project:restored"]);
  unsubscribe();
});

test("a write that fails leaves no row and no event and tells nobody", async () => {
  const owner = await createUser();
  const projectId = await createProject(owner, "before");
  const by = await grantOf(owner, projectId, "project.update");
  const heard: ProjectEvent[] = [];
  const { unsubscribe } = await hub().subscribe(projectId, (event) => heard.push(event));
  const failing = mutate(by, async (tx, emit) => {
    await tx.update(projects).set({ name: "after" }).where(eq(projects.id, projectId));
    emit("project:updated", { name: "after", fields: ["name"] });
    throw new Error("boom");
  });
  await expect(failing).rejects.toThrow("boom");
  expect(await activityOf(projectId)).toEqual([]);
  expect(heard).toEqual([]);
  expect(await db().select({ name: projects.name }).from(projects).where(eq(projects.id, projectId))).toEqual([{ name: "before" }]);
  unsubscribe();
});

test("the pool used inside a transaction throws instead of hanging", async () => {
  const owner = await createUser();
  const by = await grantOf(owner, await createProject(owner), "project.update");
  await expect(mutate(by, async () => db().select().from(projects))).rejects.toThrow("inside a transaction");
  await expect(mutate(by, () => mutate(by, async () => null))).rejects.toThrow("do not nest");
});

test("the person concerned is notified, numbered per person, and not the one who acts", async () => {
  const { projectId, owner, viewer } = await createTeam();
  const by = await grantOf(owner, projectId, "member.manage");
  const notices: number[] = [];
  const stop = hub().subscribeNotifications(viewer.actor.id, (notice) => notices.push(notice.seq));
  for (const role of ["editor", "viewer"]) {
    await mutate(by, async (_tx, emit) => emit("member:updated", { memberId: viewer.actor.id, name: "Vito", role }));
  }
  await mutate(by, async (_tx, emit) => emit("member:updated", { memberId: owner.actor.id, name: "Olga", role: "owner" }));
  stop();
  const rows = await db().select().from(notifications).where(eq(notifications.userId, viewer.actor.id)).orderBy(notifications.seq);
  expect(rows.map((row) => [row.seq, row.kind, row.details["role"]])).toEqual([[1, "member:updated", "editor"], [2, "member:updated", "viewer"]]);
  expect(notices).toEqual([1, 2]);
  expect(await db().select().from(notifications).where(eq(notifications.userId, owner.actor.id))).toEqual([]);
});

test("a write that the database gives up, because it waits for another in a ring, is done once all the same", async () => {
  const owner = await createUser();
  const projectId = await createProject(owner, "before");
  const by = await grantOf(owner, projectId, "project.update");
  let attempts = 0;
  await mutate(by, async (tx, emit) => {
    emit("project:updated", { name: "after", fields: ["name"] });
    await tx.update(projects).set({ name: sql`${projects.name} || '+'` }).where(eq(projects.id, projectId));
    // What PostgreSQL says of the one that it chose.
    if (++attempts < 3) await tx.execute(sql`do $$ begin raise exception 'deadlock detected' using errcode = '40P01'; end $$`);
  });
  expect(attempts).toBe(3);
  expect((await activityOf(projectId)).map((row) => row.seq)).toEqual([1]);
  expect(await db().select({ name: projects.name }).from(projects).where(eq(projects.id, projectId))).toEqual([{ name: "before+" }]);
});

test("a write that is given up again and again fails, and leaves nothing", async () => {
  const owner = await createUser();
  const projectId = await createProject(owner);
  const by = await grantOf(owner, projectId, "project.update");
  const failing = mutate(by, async (tx, emit) => {
    emit("project:updated", { name: "after", fields: ["name"] });
    await tx.execute(sql`do $$ begin raise exception 'deadlock detected' using errcode = '40P01'; end $$`);
  });
  await expect(failing).rejects.toMatchObject({ cause: { code: "40P01" } });
  expect(await activityOf(projectId)).toEqual([]);
});
