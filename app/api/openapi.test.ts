import { readFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { call, json } from "@/drizzle/testing/factories";
import { problems } from "@/lib/core/problems";
import { renderOpenApi } from "@/lib/http/openapi";
import { loadRouteModules } from "@/scripts/support/route-modules";
import { GET as served } from "./openapi.json/route";

type Parameter = { name: string; in: string; required: boolean; schema: unknown };
type Operation = {
  operationId: string;
  summary: string;
  tags: string[];
  parameters: Parameter[];
  requestBody?: { content: Record<string, { schema: unknown }> };
  responses: Record<string, { description: string; content?: Record<string, { schema: unknown }> }>;
  security: object[];
  "x-access": string;
};
type Document = { openapi: string; paths: Record<string, Record<string, Operation>>; components: { schemas: Record<string, unknown>; securitySchemes: Record<string, unknown> }; tags: { name: string }[] };

const rendered = renderOpenApi(await loadRouteModules());
// The document is our own; what it must be is asserted below.
const document = JSON.parse(rendered) as Document;
const operations = Object.entries(document.paths).flatMap(([path, methods]) => Object.entries(methods).map(([method, operation]) => ({ path, method, operation, name: `${method} ${path}` })));

it("is what public/openapi.json says: otherwise run npm run openapi", async () => {
  expect(JSON.parse(await readFile("public/openapi.json", "utf8"))).toEqual(document);
});

it("is served", async () => {
  const response = await call(served);
  expect(response.status).toBe(200);
  expect(response.headers.get("content-type")).toContain("application/json");
  expect(await json(response)).toEqual(JSON.parse(await readFile("public/openapi.json", "utf8")));
});

describe("the document", () => {
  it("is OpenAPI 3.1 with many operations, each with an id of its own", () => {
    expect(document.openapi).toMatch(/^3\.1\./);
    expect(operations.length).toBeGreaterThan(30);
    const ids = operations.map(({ operation }) => operation.operationId);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.every((id) => /^[A-Za-z]+$/.test(id))).toBe(true);
  });

  it("resolves every reference", () => {
    const references = [...rendered.matchAll(/"\$ref": "([^"]+)"/g)].map(([, reference = ""]) => reference);
    expect(references.length).toBeGreaterThan(100);
    const broken = references.filter((reference) => !(reference.replace("#/components/schemas/", "") in document.components.schemas));
    expect(broken).toEqual([]);
  });

  it("names only tags and security schemes that it declares", () => {
    const tags = document.tags.map((tag) => tag.name);
    for (const { operation } of operations) {
      expect(tags).toEqual(expect.arrayContaining(operation.tags));
      for (const scheme of operation.security.flatMap(Object.keys)) expect(document.components.securitySchemes).toHaveProperty(scheme);
    }
  });

  it.each(operations)("describes $name", ({ path, method, operation }) => {
    const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
    expect(operation.parameters.filter((parameter) => parameter.in === "path").map((parameter) => parameter.name)).toEqual(inPath);
    expect(operation.parameters.every((parameter) => parameter.in !== "path" || parameter.required)).toBe(true);
    expect(operation.parameters.every((parameter) => typeof parameter.schema === "object")).toBe(true);
    expect(operation.summary).not.toBe("");
    expect(method === "get" && operation.requestBody !== undefined).toBe(false);
    const statuses = Object.keys(operation.responses).map(Number);
    expect(statuses.filter((status) => status < 300)).not.toEqual([]);
    expect(Object.values(operation.responses).every((response) => response.description !== "")).toBe(true);
    const failures = Object.entries(operation.responses).filter(([status]) => Number(status) >= 400);
    expect(failures.map(([, response]) => Object.keys(response.content ?? {}))).toEqual(failures.map(() => ["application/problem+json"]));
    const known = new Set<number>(Object.values(problems).map((problem) => problem.status));
    expect(statuses.filter((status) => status >= 400 && !known.has(status))).toEqual([]);
    const isPublic = operation["x-access"] === "public";
    expect(operation.security.length > 0).toBe(!isPublic);
    expect(isPublic || statuses.includes(401)).toBe(true);
  });
});
