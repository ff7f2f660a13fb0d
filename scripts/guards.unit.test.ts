import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

/** A guard that flags nothing looks like one that finds nothing: these plant what each must find. */
const root = join(import.meta.dirname, "..");
let folder = "";

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "guards-"));
  for (const file of [".dependency-cruiser.cjs", ".dependency-cruiser.resolve.cjs", ".oxlintrc.json", "tsconfig.json", "package.json"]) {
    cpSync(join(root, file), join(folder, file));
  }
  symlinkSync(join(root, "node_modules"), join(folder, "node_modules"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function plant(files: Record<string, string>): void {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
}

function run(tool: string, ...args: string[]): string {
  const done = spawnSync(process.execPath, [join(root, "node_modules", tool), ...args], { cwd: folder, encoding: "utf8", timeout: 60_000 });
  if (done.error) throw done.error;
  return done.stdout;
}

describe("the import boundaries", () => {
  /** What each file is, so that the rows below can point at it. */
  const tree = {
    "drizzle/schema/tables.ts": "export type Row = { id: string }; export const table = {};",
    "lib/core/clock.ts": "export const now = 1;",
    "lib/core/types.ts": "export type Tick = number;",
    "lib/auth/caller.ts": 'import "next-auth"; export const caller = 1;',
    "lib/access/permissions.ts": "export const permissions = {};",
    "lib/events/catalogue.ts": "export const catalogue = {}; export type Event = string;",
    "lib/http/client.ts": "export const client = 1;",
    "lib/http/paths.ts": "export const paths = 1;",
    "lib/http/operation.ts": 'import { caller } from "@/lib/auth/caller"; export const operation = caller;',
    "lib/chat/schemas.ts": "export const schema = 1; export type Chat = string;",
    "lib/chat/queries.ts": 'import { table } from "@/drizzle/schema/tables"; import { now } from "../core/clock"; export const query = [table, now];',
    "lib/chat/messages.ts": 'import { query } from "./queries"; import { answer } from "@/lib/assistant/answer"; import { operation } from "@/lib/http/operation"; export const messages = [query, answer, operation];',
    "lib/assistant/answer.ts": 'import { search } from "@/lib/knowledge/search"; import type { Chat } from "@/lib/chat/schemas"; export const answer: Chat = search;',
    "lib/knowledge/search.ts": 'export const search = "x";',
    "lib/knowledge/conversation-documents.ts": "export const keep = 1;",
    "lib/knowledge/documents.ts": "export const documents = 1;",
    "lib/platform/start-services.ts": 'import { answer } from "@/lib/assistant/answer"; import { documents } from "@/lib/knowledge/documents"; export const start = [answer, documents];',
    "components/ui/button.tsx": 'import { Menu } from "@base-ui/react/menu"; export const Button = Menu;',
    "components/chat/list.tsx": 'import { Button } from "@/components/ui/button"; import { schema } from "@/lib/chat/schemas"; import { client } from "@/lib/http/client"; import type { Event } from "@/lib/events/catalogue"; export const List = [Button, schema, client] as Event[];',
    "components/auth/form.tsx": 'import { signIn } from "next-auth/react"; export const form = signIn;',
    "app/page.tsx": 'import { List } from "@/components/chat/list"; import { messages } from "@/lib/chat/messages"; export default [List, messages];',
  };
  const planted = {
    "no-cycles": ["lib/core/one.ts", 'import { b } from "@/lib/core/two"; export const a = () => b;'],
    "no-unresolved": ["lib/core/lost.ts", 'import { a } from "@/lib/core/nowhere"; export const b = a;'],
    "no-barrels": ["lib/chat/index.ts", 'export { schema } from "./schemas";'],
    "no-test-tools-in-the-product": ["lib/core/wrong-tool.ts", 'import { it } from "vitest"; export const a = it;'],
    "lib-knows-no-interface": ["lib/chat/wrong-page.ts", 'import { List } from "@/components/chat/list"; export const a = List;'],
    "schema-knows-only-itself": ["drizzle/schema/wrong.ts", 'import { now } from "@/lib/core/clock"; export const a = now;'],
    "core-knows-nothing-of-socrates": ["lib/core/wrong-type.ts", 'import type { Chat } from "@/lib/chat/schemas"; export type A = Chat;'],
    "auth-access-events-stand-on-core": ["lib/events/wrong.ts", 'import { operation } from "../http/operation"; export const a = operation;'],
    "markdown-knows-nothing": ["lib/markdown/wrong.ts", 'import { now } from "@/lib/core/clock"; export const a = now;'],
    "http-knows-no-feature": ["lib/http/wrong.ts", 'import { messages } from "@/lib/chat/messages"; export const a = messages;'],
    "features-do-not-know-each-other": ["lib/chat/wrong-feature.ts", 'import { documents } from "@/lib/knowledge/documents"; export const a = documents;'],
    "only-chat-asks-the-assistant": ["lib/settings/wrong.ts", 'import type { answer } from "@/lib/assistant/answer"; export type A = typeof answer;'],
    "only-the-assistant-searches-knowledge": ["lib/chat/wrong-search.ts", 'export { search } from "@/lib/knowledge/search";'],
    "only-chat-keeps-documents-of-conversations": ["lib/settings/wrong-documents.ts", 'import { keep } from "@/lib/knowledge/conversation-documents"; export const a = keep;'],
    "features-share-only-types-of-schemas": ["lib/knowledge/wrong.ts", 'import { schema } from "@/lib/chat/schemas"; export const a = schema;'],
    "tables-are-touched-by-queries-only": ["lib/chat/wrong-table.ts", 'import type { Row } from "@/drizzle/schema/tables"; export type A = Row;'],
    "pages-do-not-query": ["app/wrong.tsx", 'import { query } from "@/lib/chat/queries"; export const a = query;'],
    "components-know-no-pages": ["components/chat/wrong.tsx", 'import Page from "@/app/page"; export const a = Page;'],
    "components-see-only-client-safe-files": ["components/chat/wrong-server.tsx", 'import { catalogue } from "@/lib/events/catalogue"; export const a = catalogue;'],
    "ui-knows-no-domain": ["components/ui/wrong.tsx", 'import type { Chat } from "@/lib/chat/schemas"; export type A = Chat;'],
    "next-auth-only-in-auth": ["app/wrong-auth.tsx", 'export const load = () => import("next-auth");'],
    "components-use-only-next-auth-react": ["components/auth/wrong.tsx", 'import { getServerSession } from "next-auth"; export const a = getServerSession;'],
    "product-does-not-import-tests": ["lib/chat/wrong-test.ts", 'import { a } from "@/lib/chat/x.test"; export const b = a;'],
  } as const;

  function violations(): { rule: string; from: string }[] {
    const output = run("dependency-cruiser/bin/dependency-cruiser.mjs", "--config", ".dependency-cruiser.cjs", "-T", "json", "app", "components", "lib", "drizzle");
    // The tool's own report; only these two of its fields are read.
    const report = JSON.parse(output) as { summary: { violations: { from: string; rule: { name: string } }[] } };
    return report.summary.violations.map(({ from, rule }) => ({ rule: rule.name, from }));
  }

  it("let the intended directions pass and flag every other, types and the alias included", () => {
    plant(tree);
    expect(violations()).toEqual([]);
    plant({ "lib/core/two.ts": 'import { a } from "./one"; export const b = () => a;', "lib/chat/x.test.ts": "export const a = 1;" });
    plant(Object.fromEntries(Object.values(planted)));
    const found = violations();
    for (const [rule, [from]] of Object.entries(planted)) expect(found).toContainEqual({ rule, from });
  }, 60_000);

  it("name every rule in this test", async () => {
    // The configuration is CommonJS without types.
    const { default: config } = (await import(join(root, ".dependency-cruiser.cjs"))) as { default: { forbidden: { name: string }[] } };
    const names = config.forbidden.map(({ name }) => name).filter((name) => name !== "no-undeclared-packages");
    expect(Object.keys(planted).sort()).toEqual(names.sort());
  });
});

describe("the linter", () => {
  // The texts of files that the linter must refuse; none of them is ever run.
  const focused = "only";
  const planted = {
    "typescript(no-floating-promises)": ["lib/a.ts", "export function a() { Promise.resolve(1); }"],
    "typescript(no-misused-promises)": ["lib/b.ts", "export const b = (f: () => Promise<boolean>) => { if (f()) return 1; return 2; };"],
    "typescript(no-explicit-any)": ["lib/c.ts", "export const c = (x: any): unknown => x;"],
    "typescript(no-non-null-assertion)": ["lib/d.ts", "export const d = (x?: string) => x!;"],
    "typescript(consistent-type-imports)": ["lib/e.ts", 'import { Stats } from "node:fs"; export type E = Stats;'],
    "eslint(eqeqeq)": ["lib/f.ts", "export const f = (x: number) => x == 1;"],
    "eslint(no-console)": ["lib/g.ts", "export const g = () => { console.log(1); };"],
    "node(no-process-env)": ["lib/h.ts", "export const h = process.env.HOME;"],
    "eslint(max-lines)": ["lib/i.ts", `export const i = 1;\n${"//\n".repeat(250)}`],
    "react-hooks(rules-of-hooks)": ["components/j.tsx", 'import { useState } from "react"; export function J(p: { on: boolean }) { if (p.on) { useState(1); } return null; }'],
    "react-hooks(exhaustive-deps)": ["components/k.tsx", 'import { useEffect } from "react"; export function K(p: { on: () => void }) { useEffect(() => { p.on(); }, []); return null; }'],
    "jsx-a11y(alt-text)": ["components/l.tsx", 'export const L = () => <img src="/x.png" />;'],
    "import(no-duplicates)": ["lib/m.ts", 'import { a } from "./a";\nimport { a as b } from "./a";\nexport const m = [a, b];'],
    "vitest(no-focused-tests)": ["lib/n.unit.test.ts", `import { expect, it } from "vitest"; it.${focused}("a", () => { expect(1).toBe(1); });`],
  } as const;

  function findings(): { code: string; filename: string }[] {
    const output = run("oxlint/bin/oxlint", "--type-aware", "-f", "json", ".");
    // The tool's own report; only these two of its fields are read.
    return (JSON.parse(output) as { diagnostics: { code: string; filename: string }[] }).diagnostics;
  }

  it("flags what the rules forbid, with and without type information", () => {
    plant(Object.fromEntries(Object.values(planted)));
    const found = findings().map(({ code, filename }) => ({ code, filename }));
    for (const [code, [filename]] of Object.entries(planted)) expect(found).toContainEqual({ code, filename });
  }, 60_000);

  it("lets the places that parse the configuration read the environment", () => {
    plant({ "lib/core/env.ts": "export const a = process.env.A;", "scripts/b.ts": "console.log(process.env.B);" });
    expect(findings().filter(({ filename }) => /^(lib\/core\/env|scripts\/b)\.ts$/.test(filename))).toEqual([]);
  }, 60_000);
});
