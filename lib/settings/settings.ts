import "server-only";
import type { Actor } from "@/lib/access/authorize";
import { cached } from "@/lib/core/cache";
import { cacheKeys, cacheLifetimes } from "@/lib/core/cache-keys";
import { db } from "@/lib/core/db";
import { mutateAccount } from "@/lib/events/mutate";
import { findSettings, mergeSettings } from "./queries";
import { settings, type Settings } from "./schemas";

/** All settings of a person, defaults filled in. */
export const getSettings = (by: Actor): Promise<Settings> =>
  cached(cacheKeys.settings(by.id), cacheLifetimes.settings, async () => toSettings(await findSettings(db(), by.id)));

/** Changes the settings that are given, and gives all of them. */
export async function updateSettings(by: Actor, changes: Partial<Settings>): Promise<Settings> {
  return mutateAccount(by, async (tx, _emit, control) => {
    control({ kind: "cache-dropped", keys: [cacheKeys.settings(by.id)] });
    return toSettings(await mergeSettings(tx, by.id, changes));
  });
}

/** A stored value that is no longer allowed falls back to the default, alone. */
function toSettings(stored: Record<string, unknown>): Settings {
  const valid = Object.entries(settings.shape).filter(([name, schema]) => schema.safeParse(stored[name]).success);
  return settings.parse(Object.fromEntries(valid.map(([name]) => [name, stored[name]])));
}
