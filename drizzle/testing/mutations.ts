import { encodeCursor } from "@/lib/core/cursor";

/** Random choices that are the same for the same seed. */
export type Dice = { under: (most: number) => number; chance: (share: number) => boolean; pick: <T>(list: readonly T[]) => T };
type JsonSchema = { [key: string]: unknown; properties?: Record<string, JsonSchema>; items?: JsonSchema; anyOf?: JsonSchema[]; enum?: unknown[] };

/** mulberry32: small, and good enough to choose by. */
export function dice(seed: number): Dice {
  let state = seed;
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const under = (most: number) => Math.floor(next() * most);
  return {
    under,
    chance: (share) => next() < share,
    pick: (list) => {
      if (list.length === 0) throw new Error("nothing to choose from");
      // An index under the length has an element.
      return list[under(list.length)] as (typeof list)[number];
    },
  };
}

/** Text that programs stumble over. */
export const hostileTexts: readonly string[] = [
  "", " ", "\u0000", "a\u0000b", "\ud800", "\udfff\ud800", "\u202egnp.exe", "é".repeat(300), "𝒳".repeat(200), "a".repeat(5_000), "x".repeat(300_000),
  "null", "undefined", "true", "NaN", "Infinity", "0", "-1", "1e9", "1e309", "0x10", "9007199254740993", "99999999999999999999", "1.5", " 1", "'; drop table users; --", "%", "%%_\\",
  "00000000-0000-0000-0000-000000000000", "FFFFFFFF-FFFF-FFFF-FFFF-FFFFFFFFFFFF", "0000-01-01T00:00:00Z", `2020-01-01T00:00:00.${"9".repeat(200)}Z`, "9999-12-31T23:59:59.999Z", "2020-02-30T00:00:00Z",
  "__proto__", "constructor", "toString", "../../etc/passwd", "..\\..", "<script>alert(1)</script>", "${7*7}", "{{7*7}}", "\r\nX: y", "\u2028", "a@example.org", "owner", "system",
];

const hostileValues: readonly unknown[] = [null, true, false, 0, -1, 1.5, 1e9, Number.MAX_SAFE_INTEGER, 1e308, -1e308, [], {}, [null], [[]], [{}], { a: {} }, ...hostileTexts, nested(70), nested(30), Array.from({ length: 3_000 }, () => 0)];

const hostileCursors: readonly unknown[][] = [
  [], [null], [0], [-1], [401], [1e308], [Number.MAX_SAFE_INTEGER], [{}], [[]], ["a"], ["older", "x"], ["older", "00000000-0000-0000-0000-000000000000"], ["newer", "\u0000"],
  ["0000-01-01T00:00:00Z", "00000000-0000-0000-0000-000000000000"], ["2020-01-01T00:00:00Z", "ffffffff-ffff-ffff-ffff-ffffffffffff"], [`2020-01-01T00:00:00.${"1".repeat(300)}Z`, "00000000-0000-0000-0000-000000000000"],
  ["name", "\ud800", "00000000-0000-0000-0000-000000000000"], ["-updated", "0000-01-01T00:00:00Z", "00000000-0000-0000-0000-000000000000"], ["name", "\u0000", "00000000-0000-0000-0000-000000000000"],
];

/** A text that is perhaps a cursor. */
export const hostileCursor = (random: Dice): string => (random.chance(0.8) ? encodeCursor(random.pick(hostileCursors)) : random.pick(hostileTexts));

/** A value that fits a JSON Schema, as far as its outline says. */
export function sampleOf(schema: JsonSchema, random: Dice, name = ""): unknown {
  if (schema.enum) return random.pick(schema.enum);
  if ("const" in schema) return schema["const"];
  if (schema.anyOf) return sampleOf(random.pick(schema.anyOf), random, name);
  if (schema["type"] === "object") return Object.fromEntries(Object.entries(schema.properties ?? {}).map(([key, inner]) => [key, sampleOf(inner, random, key)]));
  if (schema["type"] === "array") return [sampleOf(schema.items ?? {}, random, name)];
  if (schema["type"] === "integer" || schema["type"] === "number") return 1;
  if (schema["type"] === "boolean") return random.chance(0.5);
  if (schema["type"] === "null") return null;
  if (name === "email") return `${random.under(2 ** 31)}@example.org`;
  if (name === "password") return "a goat climbs 7 hills";
  if (name === "role") return "user";
  if (schema["format"] === "date-time") return "2026-01-01T00:00:00Z";
  return schema["format"] === "uuid" || schema["format"] === "guid" ? "01930000-0000-7000-8000-000000000000" : "text";
}

/** The JSON text of a value after one or several changes that a careless or a hostile client could make. */
export function spoil(value: unknown, random: Dice): string | Uint8Array {
  const times = 1 + random.under(2);
  let changed = value;
  for (let time = 0; time < times; time++) changed = changedAt(changed, random);
  const text = JSON.stringify(changed) ?? "";
  const way = random.under(20);
  if (way === 0) return text.slice(0, random.under(text.length + 1));
  if (way === 1) return Buffer.concat([Buffer.from(text.slice(0, -1)), Buffer.from([0xff, 0xfe]), Buffer.from(text.slice(-1))]);
  if (way === 2) return text.replace("{", `{"__proto__":{"isAdmin":true},"constructor":{"prototype":{}},`);
  if (way === 3) return `${text}${text}`;
  return way === 4 ? `\ufeff${text}` : text;
}

function changedAt(value: unknown, random: Dice): unknown {
  if (typeof value !== "object" || value === null || random.chance(0.05)) return random.pick(hostileValues);
  const entries = Object.entries(value);
  const place = random.under(entries.length + 1);
  const chosen = entries[place];
  if (!chosen) return Array.isArray(value) ? [...value.flat(), random.pick(hostileValues)] : { ...value, [random.pick(hostileTexts)]: random.pick(hostileValues) };
  if (random.chance(0.15)) entries.splice(place, 1);
  else chosen[1] = random.chance(0.5) ? changedAt(chosen[1], random) : random.pick(hostileValues);
  return Array.isArray(value) ? entries.map(([, inner]) => inner) : Object.fromEntries(entries);
}

function nested(depth: number): unknown {
  let value: unknown = "x";
  for (let level = 0; level < depth; level++) value = level % 2 ? { a: value } : [value];
  return value;
}
