import { randomUUID } from "node:crypto";
import { eq } from "drizzle-orm";
import "next/dist/server/node-environment-baseline";
import { workAsyncStorage } from "next/dist/server/app-render/work-async-storage.external";
import { workUnitAsyncStorage } from "next/dist/server/app-render/work-unit-async-storage.external";
import { HeadersAdapter } from "next/dist/server/web/spec-extension/adapters/headers";
import { RequestCookiesAdapter } from "next/dist/server/web/spec-extension/adapters/request-cookies";
import { RequestCookies } from "next/dist/server/web/spec-extension/cookies";
import { NextRequest } from "next/server";
import { describe, expect, it } from "vitest";
import { GET, POST } from "@/app/api/auth/[...nextauth]/route";
import { authSessions } from "@/drizzle/schema";
import { createAccount } from "@/lib/accounts/accounts";
import { db } from "@/lib/core/db";
import { findCaller } from "./caller";

const password = "a goat climbs 7 hills";

/** A browser, as far as cookies go: it sends what it was given. */
class Browser {
  private readonly cookies = new Map<string, string>();
  private readonly address = randomUUID();

  headers(): Headers {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    return new Headers({ cookie, "x-socrates-client-ip": this.address, "user-agent": "a browser", host: "localhost:3000" });
  }

  cookie(name: string): string | undefined {
    return this.cookies.get(name);
  }

  get(path: string): Promise<Response> {
    return this.send(new NextRequest(`http://localhost:3000/api/auth/${path}`, { headers: this.headers() }), path);
  }

  post(path: string, form: Record<string, string>): Promise<Response> {
    const headers = this.headers();
    headers.set("content-type", "application/x-www-form-urlencoded");
    return this.send(new NextRequest(`http://localhost:3000/api/auth/${path}`, { method: "POST", headers, body: new URLSearchParams(form).toString() }), path);
  }

  /** Sends a body of any kind. */
  postRaw(path: string, body: string, type: string): Promise<Response> {
    const headers = this.headers();
    headers.set("content-type", type);
    return this.send(new NextRequest(`http://localhost:3000/api/auth/${path}`, { method: "POST", headers, body }), path);
  }

  async csrfToken(): Promise<string> {
    // next-auth answers with this shape.
    return ((await (await this.get("csrf")).json()) as { csrfToken: string }).csrfToken;
  }

  async signIn(email: string, given = password): Promise<Response> {
    return this.post("callback/credentials", { email, password: given, csrfToken: await this.csrfToken(), json: "true" });
  }

  private async send(request: NextRequest, path: string): Promise<Response> {
    const handler = request.method === "GET" ? GET : POST;
    const response = await inRequest(request, () => handler(request, { params: Promise.resolve({ nextauth: path.split("/") }) }));
    for (const line of response.headers.getSetCookie()) {
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (value && !/max-age=0/i.test(line)) this.cookies.set(name, value);
      else this.cookies.delete(name);
    }
    return response;
  }
}

/** next-auth asks `next/headers`, which knows requests from these stores; the server fills them otherwise. */
function inRequest<T>(request: NextRequest, work: () => Promise<T>): Promise<T> {
  const requestStore = {
    type: "request",
    phase: "render",
    headers: HeadersAdapter.seal(request.headers),
    cookies: RequestCookiesAdapter.seal(new RequestCookies(request.headers)),
  };
  // Both stores hold much more, which reading headers and cookies doesn't need.
  return workAsyncStorage.run({ route: "/api/auth/[...nextauth]" } as never, () => workUnitAsyncStorage.run(requestStore as never, work));
}

async function newAccount() {
  const email = `${randomUUID()}@example.org`;
  return createAccount({ name: "Ada", email, password }, { address: randomUUID(), userAgent: null });
}

describe("a browser's sign-in", () => {
  it("sets a cookie that names a session, and signing out ends the session itself", async () => {
    const account = await newAccount();
    const browser = new Browser();
    const response = await browser.signIn(account.email);
    expect(response.status).toBe(200);
    const cookie = response.headers.getSetCookie().find((line) => line.startsWith("next-auth.session-token="));
    expect(cookie).toMatch(/HttpOnly/i);
    expect(cookie).toMatch(/SameSite=Lax/i);

    const headers = browser.headers();
    const caller = await findCaller(headers);
    expect(caller).toMatchObject({ door: "cookie", actor: { id: account.id, email: account.email } });
    const sessionId = caller?.actor.sessionId ?? "";
    const [session] = await db().select().from(authSessions).where(eq(authSessions.id, sessionId));
    expect(session).toMatchObject({ kind: "browser", userAgent: "a browser", revokedAt: null });

    await browser.post("signout", { csrfToken: await browser.csrfToken(), json: "true" });
    expect(browser.cookie("next-auth.session-token")).toBeUndefined();
    // A copy of the cookie is worth nothing either.
    expect(await findCaller(headers)).toBeNull();
    const [ended] = await db().select().from(authSessions).where(eq(authSessions.id, sessionId));
    expect(ended?.revokedAt).not.toBeNull();
  });

  it("opens nothing with a wrong password, and says which of our problems it was", async () => {
    const account = await newAccount();
    const browser = new Browser();
    const response = await browser.signIn(account.email, "not this one");
    expect(response.status).toBe(401);
    expect(await response.json()).toEqual({ url: "http://localhost:3000/api/auth/error?error=wrong-credentials" });
    expect(browser.cookie("next-auth.session-token")).toBeUndefined();
    expect(await db().select().from(authSessions).where(eq(authSessions.userId, account.id))).toEqual([]);
  });

  it("opens nothing without the token against forged forms", async () => {
    const account = await newAccount();
    const browser = new Browser();
    await browser.post("callback/credentials", { email: account.email, password, csrfToken: "forged", json: "true" });
    expect(await findCaller(browser.headers())).toBeNull();
    expect(await db().select().from(authSessions).where(eq(authSessions.userId, account.id))).toEqual([]);
  });

  it.each([
    ["a megabyte", "a".repeat(1_000_000), "application/x-www-form-urlencoded", 413],
    ["what isn't JSON", "{", "application/json", 400],
    ["JSON that is no object", "null", "application/json", 400],
  ])("refuses %s before next-auth takes it in", async (_what, body, type, status) => {
    const response = await new Browser().postRaw("callback/credentials", body, type);
    expect([response.status, response.headers.get("content-type")]).toEqual([status, "application/problem+json"]);
  });

  it.each([["an object", { not: "text" }], ["a NUL", "a\u0000@example.org"], ["half a character", "\ud800@example.org"], ["too long a text", "a".repeat(300)]])("takes %s for no address of an account", async (_what, email) => {
    const browser = new Browser();
    const response = await browser.postRaw("callback/credentials", JSON.stringify({ email, password, csrfToken: await browser.csrfToken(), json: "true" }), "application/json");
    expect(await response.json()).toEqual({ url: "http://localhost:3000/api/auth/error?error=wrong-credentials" });
  });

  it("leads back to this site only", async () => {
    const account = await newAccount();
    const browser = new Browser();
    const response = await browser.post("callback/credentials", { email: account.email, password, csrfToken: await browser.csrfToken(), json: "true", callbackUrl: "https://elsewhere.example/" });
    expect(await response.json()).toEqual({ url: "http://localhost:3000" });
  });
});
