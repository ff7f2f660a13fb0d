import { z } from "zod";

/** A model that can answer. */
export const assistantModel = z
  .object({
    /** As it is set for projects and conversations. */
    name: z.string(),
    /** The built-in assistant needs no model: it quotes. */
    kind: z.enum(["openai", "compatible", "built-in"]),
    /** Whether it is given pictures. */
    sees: z.boolean(),
    /** How many tokens it takes in, as far as is configured. */
    contextTokens: z.number().int(),
    isDefault: z.boolean(),
  })
  .meta({ id: "AssistantModel" });
export type AssistantModel = z.infer<typeof assistantModel>;
export const assistantModelList = z.object({ items: z.array(assistantModel) });
