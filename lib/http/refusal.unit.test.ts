import { expect, test } from "vitest";
import { plainProblem, refusalOf } from "./refusal";

test.each([
  ["TRACE", "/api/projects", "method-not-allowed"],
  ["PROPFIND", "/", "method-not-allowed"],
  ["GET", "/api/%", "malformed-request"],
  ["GET", "/api/projects/%E0%A4%A", "malformed-request"],
])("%s %s is refused as %s", (method, url, code) => {
  expect(refusalOf(method, url)?.code).toBe(code);
});

test.each([["GET", "/api/projects?q=%"], ["HEAD", "/%E2%82%AC"], ["OPTIONS", "*"], ["POST", "//x/%20"]])("%s %s is passed on", (method, url) => {
  expect(refusalOf(method, url)).toBe(null);
});

test("a refusal is a problem, and an error of our own tells nothing", () => {
  const refusal = plainProblem(refusalOf("TRACE", "/"), "an-id");
  expect([refusal.status, refusal.headers["content-type"]]).toEqual([405, "application/problem+json"]);
  expect(JSON.parse(refusal.body)).toMatchObject({ code: "method-not-allowed", instance: "an-id" });
  const failure = plainProblem(new Error("a secret"), "an-id");
  expect([failure.status, failure.body.includes("secret")]).toEqual([500, false]);
});
