import { describe, expect, it } from "vitest";
import { call, json } from "@/drizzle/testing/factories";
import { AppError, type Problem } from "@/lib/core/problems";
import { getHealth } from "@/lib/platform/health";
import type { Health } from "@/lib/platform/schemas";
import { DELETE, GET, OPTIONS, PATCH, POST, PUT } from "./[...path]/route";
import { GET as health } from "./health/route";

describe("health", () => {
  it("says what the instance stands on, and no secret", async () => {
    const response = await call(health);
    expect(response.status).toBe(200);
    const answer = await json<Health>(response);
    expect(Object.keys(answer).toSorted()).toEqual(["cache", "database", "model", "status", "uptimeSeconds", "version"]);
    expect(answer).toMatchObject({ status: "ok", database: process.env["DATABASE_URL"] ? "postgres" : "embedded", model: "built-in" });
  });

  it("is a problem of status 503 while the database doesn't answer, or answers with an error", async () => {
    const never = () => new Promise<void>(() => {});
    const broken = async () => {
      throw new Error("connection refused");
    };
    for (const ping of [never, broken]) {
      const error = await getHealth(ping, 10).catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(AppError);
      expect(error).toMatchObject({ code: "unavailable" });
      expect(String(error)).not.toContain("refused");
    }
  });
});

describe("an address that nothing has", () => {
  it.each(Object.entries({ GET, POST, PUT, PATCH, DELETE, OPTIONS }))("gives a problem for %s", async (method, handler) => {
    const response = await handler(new Request("http://localhost:3000/api/nothing", { method }));
    expect(response.status).toBe(404);
    expect(response.headers.get("content-type")).toBe("application/problem+json");
    expect(await json<Problem>(response)).toMatchObject({ code: "not-found", status: 404 });
  });
});
