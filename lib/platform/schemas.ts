import { z } from "zod";

/** How the instance is. It names what is configured, never a secret. */
export const health = z
  .object({
    status: z.literal("ok"),
    database: z.enum(["embedded", "postgres"]),
    cache: z.enum(["memory", "upstash"]),
    model: z.string().meta({ description: "Name of the configured language model; `built-in` without one." }),
    version: z.string(),
    uptimeSeconds: z.number().int(),
  })
  .meta({ id: "Health" });
export type Health = z.infer<typeof health>;
