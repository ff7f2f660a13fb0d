import { z } from "zod";

export const themes = ["system", "light", "dark"] as const;

/** All settings, flat. A stored one that is no longer known falls away; a missing one has its default. */
export const settings = z.object({ theme: z.enum(themes).default("system") }).meta({ id: "Settings" });
export type Settings = z.infer<typeof settings>;

export const settingsInput = z.object({ theme: z.enum(themes).optional() });
