import "server-only";
import type { Actor } from "@/lib/access/authorize";
import { cookieNames } from "./cookie";
import { findActor } from "./sessions";
import { readSessionToken } from "./tokens";

/** Who calls, and whether a browser's cookie or a bearer token says so. */
export type Caller = { actor: Actor; door: "cookie" | "bearer" };

/** The caller behind a request's headers; null if nobody is signed in. A bearer token goes before a cookie. */
export async function findCaller(headers: Headers): Promise<Caller | null> {
  const bearer = /^bearer\s+(.+)$/i.exec(headers.get("authorization") ?? "")?.[1];
  if (bearer) {
    const actor = await actorOf("access", bearer);
    return actor && { actor, door: "bearer" };
  }
  const cookie = readCookie(headers.get("cookie") ?? "");
  const actor = cookie ? await actorOf("browser", cookie) : null;
  return actor && { actor, door: "cookie" };
}

async function actorOf(use: "access" | "browser", token: string): Promise<Actor | null> {
  const named = await readSessionToken(use, token);
  const actor = named && (await findActor(named.sessionId));
  return actor && actor.id === named.userId ? actor : null;
}

function readCookie(header: string): string | null {
  for (const part of header.split(";")) {
    const [name = "", ...value] = part.trim().split("=");
    // A token is of plain characters; whatever else stands there is no token, and need not be decoded.
    if (cookieNames().includes(name)) return value.join("=");
  }
  return null;
}
