import "server-only";
import { cache } from "react";
import { headers } from "next/headers";
import { redirect } from "next/navigation";
import type { Actor } from "@/lib/access/authorize";
import { findCaller } from "./caller";

/** Who looks at the page, or null. Once a request, however many components ask. */
export const findPageActor = cache(async (): Promise<Actor | null> => (await findCaller(await headers()))?.actor ?? null);

/** Who looks at the page; a stranger is sent to sign in and comes back to `path`. */
export async function getPageActor(path: string): Promise<Actor> {
  const actor = await findPageActor();
  if (!actor) redirect(`/sign-in?next=${encodeURIComponent(path)}`);
  return actor;
}
