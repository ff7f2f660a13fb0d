import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { GET, PUT } from "@/app/api/users/settings/route";
import { userSettings } from "@/drizzle/schema";
import { call, createUser, json } from "@/drizzle/testing/factories";
import { db } from "@/lib/core/db";
import type { Problem } from "@/lib/core/problems";

describe("settings", () => {
  it("have defaults until they are changed, and are read back at once", async () => {
    const user = await createUser();
    expect(await json(await call(GET, { as: user }))).toEqual({ theme: "system" });
    const response = await call(PUT, { as: user, method: "PUT", body: { theme: "dark" } });
    expect(response.status).toBe(200);
    expect(await json(response)).toEqual({ theme: "dark" });
    expect(await json(await call(GET, { as: user }))).toEqual({ theme: "dark" });
    const [row] = await db().select().from(userSettings).where(eq(userSettings.userId, user.actor.id));
    expect(row?.settings).toEqual({ theme: "dark" });
  });

  it("stay as they are when none is given", async () => {
    const user = await createUser();
    await call(PUT, { as: user, method: "PUT", body: { theme: "light" } });
    expect(await json(await call(PUT, { as: user, method: "PUT", body: {} }))).toEqual({ theme: "light" });
  });

  it("are refused with their place when they are none", async () => {
    const user = await createUser();
    const response = await call(PUT, { as: user, method: "PUT", body: { theme: "pink" } });
    expect(response.status).toBe(422);
    expect((await json<Problem>(response)).errors?.map((error) => error.pointer)).toEqual(["/theme"]);
    expect(await json(await call(GET, { as: user }))).toEqual({ theme: "system" });
  });

  it("fall back to the default, alone, where the stored value is no longer known", async () => {
    const user = await createUser();
    await db().insert(userSettings).values({ userId: user.actor.id, settings: { theme: "pink", forgotten: true } });
    expect(await json(await call(GET, { as: user }))).toEqual({ theme: "system" });
  });

  it("are each person's own", async () => {
    const [ada, eve] = await Promise.all([createUser("Ada"), createUser("Eve")]);
    await call(PUT, { as: ada, method: "PUT", body: { theme: "dark" } });
    expect(await json(await call(GET, { as: eve }))).toEqual({ theme: "system" });
  });
});
