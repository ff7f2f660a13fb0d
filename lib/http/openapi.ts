import "server-only";
import type { z } from "zod";
import { can, roles, usableWhenArchived } from "@/lib/access/permissions";
import { problems, type ProblemCode } from "@/lib/core/problems";
import type { AnyOperation } from "./operation";
import { SchemaCollector, type JsonSchema } from "./openapi-schemas";

/** Route modules by the path of their file from the project's root (`app/api/projects/route.ts`). */
type RouteModules = Record<string, Record<string, unknown>>;
type Described = { path: string; method: string; operation: AnyOperation };

const methods = ["GET", "POST", "PUT", "PATCH", "DELETE"];

/** The OpenAPI 3.1 document of everything that routes make of operations, as the text of public/openapi.json. */
export function renderOpenApi(modules: RouteModules): string {
  const schemas = new SchemaCollector();
  const paths: Record<string, Record<string, unknown>> = {};
  for (const { path, method, operation } of listOperations(modules)) (paths[path] ??= {})[method.toLowerCase()] = describe(path, method, operation, schemas);
  const document = {
    openapi: "3.1.0",
    info: {
      title: "Socrates",
      version: "1",
      description: "Everything that the interface does goes through these operations. Errors are problem details (RFC 9457).",
    },
    servers: [{ url: "/" }],
    tags: [...new Set(Object.keys(paths).map(tagOf))].map((name) => ({ name })),
    paths,
    components: {
      schemas: { ...Object.fromEntries([...schemas.components].toSorted(([a], [b]) => (a < b ? -1 : 1))), Problem: problemSchema },
      securitySchemes: {
        bearer: { type: "http", scheme: "bearer", description: "An access token from POST /api/auth/login." },
        session: { type: "apiKey", in: "cookie", name: "next-auth.session-token", description: "A browser's sign-in. Writes must come from the site's own pages." },
      },
    },
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

/** Operations behind routes, in the order of their paths. */
export function listOperations(modules: RouteModules): Described[] {
  const found: Described[] = [];
  for (const [file, module] of Object.entries(modules).toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    for (const method of methods) {
      const handler = module[method];
      // `route` puts the operation on the handler that it makes.
      if (typeof handler === "function" && "operation" in handler) found.push({ path: pathOf(file), method, operation: handler.operation as AnyOperation });
    }
  }
  return found;
}

/** `app/api/projects/[projectId]/route.ts` → `/api/projects/{projectId}`. */
export const pathOf = (file: string): string => file.replace(/^.*?app\//, "/").replace(/\/route\.ts$/, "").replaceAll(/\[(\w+)\]/g, "{$1}");

function describe(path: string, method: string, operation: AnyOperation, schemas: SchemaCollector): JsonSchema {
  return {
    operationId: operationId(path, method),
    summary: operation.summary,
    ...(operation.description ? { description: operation.description } : {}),
    tags: [tagOf(path)],
    "x-access": operation.access,
    security: operation.access === "public" ? [] : [{ bearer: [] }, { session: [] }],
    parameters: [...pathParameters(path, operation, schemas), ...queryParameters(operation, schemas), ...headerParameters(operation)],
    ...(operation.body || operation.multipart ? { requestBody: requestBody(operation, schemas) } : {}),
    responses: { ...successes(operation, schemas), ...failures(method, operation) },
  };
}

function pathParameters(path: string, operation: AnyOperation, schemas: SchemaCollector): JsonSchema[] {
  const properties = propertiesOf(operation.params, schemas);
  return [...path.matchAll(/\{(\w+)\}/g)].map(([, name = ""]) => ({ name, in: "path", required: true, schema: properties.get(name)?.schema ?? { type: "string" } }));
}

const queryParameters = (operation: AnyOperation, schemas: SchemaCollector): JsonSchema[] =>
  [...propertiesOf(operation.query, schemas)].map(([name, { schema, required }]) => ({ name, in: "query", required, schema }));

const headerParameters = (operation: AnyOperation): JsonSchema[] =>
  operation.status === 201 && operation.access !== "public" && !operation.showsSecret
    ? [{ name: "Idempotency-Key", in: "header", required: false, description: "A repetition with the same key gets the first answer and creates nothing.", schema: { type: "string", maxLength: 255 } }]
    : [];

function propertiesOf(schema: z.ZodType | undefined, schemas: SchemaCollector): Map<string, { schema: JsonSchema; required: boolean }> {
  if (!schema) return new Map();
  // An object's JSON Schema has these members.
  const { properties = {}, required = [] } = schemas.describe(schema, "input") as { properties?: Record<string, JsonSchema>; required?: string[] };
  return new Map(Object.entries(properties).map(([name, property]) => [name, { schema: property, required: required.includes(name) }]));
}

function requestBody({ body, multipart }: AnyOperation, schemas: SchemaCollector): JsonSchema {
  return {
    required: body ? !body.safeParse({}).success : true,
    content: {
      ...(body ? { "application/json": { schema: schemas.describe(body, "input") } } : {}),
      ...(multipart ? { "multipart/form-data": { schema: schemas.describe(multipart, "input") } } : {}),
    },
  };
}

function successes({ response, status, produces, location }: AnyOperation, schemas: SchemaCollector): Record<string, JsonSchema> {
  const others = Object.entries(produces ?? {}).map(([type, description]) => [type, { schema: { type: "string", description } }]);
  const answers: Record<string, JsonSchema> = {};
  if (response) {
    answers[status ?? 200] = {
      description: status === 201 ? "Created" : "Done",
      ...(location ? { headers: { Location: { schema: { type: "string" } } } } : {}),
      content: { "application/json": { schema: schemas.describe(response, "output") } },
    };
  } else if (others.length === 0) answers[204] = { description: "Done" };
  if (others.length > 0) {
    const present = answers[200]?.["content"];
    answers[200] = { description: "Done", content: { ...(typeof present === "object" ? present : {}), ...Object.fromEntries(others) } };
  }
  return answers;
}

/** What can go wrong follows from what the operation is; further problems it names itself. One answer per status. */
function failures(method: string, operation: AnyOperation): Record<string, JsonSchema> {
  const { access, params, query, body, multipart, status } = operation;
  const isPermission = access !== "public" && access !== "user";
  const codes = new Set<ProblemCode>(["malformed-request", "too-many-requests", "internal"]);
  const add = (when: unknown, ...more: ProblemCode[]) => when && more.forEach((code) => codes.add(code));
  add(access !== "public", "not-authenticated");
  add(method !== "GET", "wrong-origin");
  add(isPermission && !roles.every((role) => can(role, access)), "not-permitted");
  add(isPermission && !usableWhenArchived(access), "project-archived");
  add(params, "not-found");
  add(query ?? body ?? multipart, "validation-failed");
  add(body ?? multipart, "too-large", "unsupported-media-type");
  add(status === 201 && access !== "public" && !operation.showsSecret, "conflict", "idempotency-mismatch");
  add(true, ...(operation.problems ?? []));
  const answers: Record<string, JsonSchema> = {};
  for (const code of codes) {
    const { status: number, title } = problems[code];
    const before = answers[number]?.["description"];
    answers[number] = {
      description: `${before ? `${String(before)}; ` : ""}${title} (\`${code}\`)`,
      content: { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } },
    };
  }
  return answers;
}

/** `GET /api/projects/{projectId}/activity` → `getProjectsByProjectIdActivity`. */
const operationId = (path: string, method: string): string =>
  method.toLowerCase() +
  path
    .replace(/^\/api\//, "")
    .split(/[/.-]/)
    .map((part) => part.replace(/^\{(\w+)\}$/, (_, name: string) => `By${capital(name)}`))
    .map(capital)
    .join("");

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

const tagNames: Record<string, string> = {
  auth: "Accounts",
  users: "Settings",
  projects: "Projects",
  chat: "Chat",
  knowledge: "Knowledge",
  collaborators: "Members",
  invitations: "Members",
  activity: "Activity",
  events: "Events",
};

/** The most particular part of the path that has a name. */
function tagOf(path: string): string {
  const parts = path.split("/").filter((part) => part in tagNames);
  const named = parts[0] === "projects" && parts[1] ? parts[1] : parts[0];
  return (named && tagNames[named]) ?? "Platform";
}

const problemSchema = {
  type: "object",
  description: "RFC 9457 problem details.",
  properties: {
    type: { type: "string" },
    title: { type: "string" },
    status: { type: "integer" },
    code: { type: "string", enum: Object.keys(problems) },
    detail: { type: "string" },
    instance: { type: "string", description: "The request's id, which stands in the logs too." },
    errors: {
      type: "array",
      items: {
        type: "object",
        properties: { pointer: { type: "string", description: "A JSON pointer into the body, or `?name` for the query." }, detail: { type: "string" } },
        required: ["pointer", "detail"],
      },
    },
  },
  required: ["type", "title", "status", "code"],
};
