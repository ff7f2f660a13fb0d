import "server-only";
import { z } from "zod";

export type JsonSchema = Record<string, unknown>;

/**
 * Turns zod schemas into JSON Schema for one document. Those with an id (`.meta({ id })`) are gathered under
 * `components.schemas` and referred to.
 */
export class SchemaCollector {
  readonly components = new Map<string, JsonSchema>();

  /** `input` is what a client sends, `output` what it gets: defaults and transforms differ. */
  describe(schema: z.ZodType, io: "input" | "output"): JsonSchema {
    // The type that zod gives its result is far wider than the JSON object that it is.
    const { $defs, $schema: _, ...described } = z.toJSONSchema(schema, { target: "draft-2020-12", io, unrepresentable: "any" }) as JsonSchema & { $defs?: Record<string, JsonSchema> };
    for (const [id, definition] of Object.entries($defs ?? {})) this.define(id, definition);
    return rewrite(described);
  }

  private define(id: string, definition: JsonSchema): void {
    const rewritten = rewrite(definition);
    const known = this.components.get(id);
    if (known && JSON.stringify(known) !== JSON.stringify(rewritten)) throw new Error(`Two schemas have the id ${id}.`);
    this.components.set(id, rewritten);
  }
}

/** The same schema with references into the document's components. */
function rewrite(schema: JsonSchema): JsonSchema {
  // The copy of a JSON object is a JSON object.
  return JSON.parse(JSON.stringify(schema), (key, value: unknown) =>
    key === "$ref" && typeof value === "string" ? value.replace("#/$defs/", "#/components/schemas/") : value,
  ) as JsonSchema;
}
