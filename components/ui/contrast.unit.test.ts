import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

type Theme = "light" | "dark";

const css = readFileSync(new URL("../theme/tokens.css", import.meta.url), "utf8");
const tokens = readTokens(css);

const grounds = ["sunken", "paper", "raised", "hover", "selected"];
const texts = ["ink", "subtle", "faint"];
const statuses = ["danger", "warning", "success", "info"];
const avatars = Array.from({ length: 8 }, (_, index) => `avatar-${index + 1}`);

/** Text: WCAG 1.4.3 asks 4.5. */
const textPairs: [string, string][] = [
  ...texts.flatMap((text) => grounds.map((ground): [string, string] => [text, ground])),
  ...["accent-text", ...statuses].flatMap((text) => ["sunken", "paper", "raised"].map((ground): [string, string] => [text, ground])),
  ...statuses.flatMap((status): [string, string][] => [[status, `${status}-soft`], ["ink", `${status}-soft`], ["subtle", `${status}-soft`]]),
  ["accent-text", "accent-soft"],
  ["ink", "accent-soft"],
  ["on-accent", "accent"],
  ["on-accent", "accent-hover"],
  ["on-danger", "danger-fill"],
  ["paper", "ink"],
  ["ink", "highlight"],
  ["subtle", "highlight"],
  ["ink", "selection"],
  ...avatars.map((avatar): [string, string] => ["avatar-ink", avatar]),
];

/** Edges of controls, focus and the sign: WCAG 1.4.11 asks 3. */
const controlPairs: [string, string][] = [
  ...["control", "focus", "accent", "danger-fill"].flatMap((edge) => ["sunken", "paper", "raised"].map((ground): [string, string] => [edge, ground])),
  ...["hover", "selected"].map((ground): [string, string] => ["focus", ground]),
];

describe.each<Theme>(["light", "dark"])("the %s theme", (theme) => {
  it.each(textPairs)("writes %s on %s at 4.5 to 1 or more", (text, ground) => {
    expect(contrast(text, ground, theme)).toBeGreaterThanOrEqual(4.5);
  });

  it.each(controlPairs)("draws %s on %s at 3 to 1 or more", (edge, ground) => {
    expect(contrast(edge, ground, theme)).toBeGreaterThanOrEqual(3);
  });

  it("has every colour inside sRGB, so that no screen changes what was measured", () => {
    for (const [name, pair] of tokens) {
      for (const channel of linearRgb(pair[theme])) {
        expect(channel, name).toBeGreaterThan(-0.002);
        expect(channel, name).toBeLessThan(1.002);
      }
    }
  });
});

it("knows the ratio of black on white", () => {
  expect(ratio(luminance([0, 0, 0]), luminance([1, 0, 0]))).toBeCloseTo(21, 1);
});

function contrast(one: string, other: string, theme: Theme): number {
  return ratio(luminance(colour(one, theme)), luminance(colour(other, theme)));
}

function colour(name: string, theme: Theme): Oklch {
  const pair = tokens.get(name);
  if (!pair) throw new Error(`tokens.css has no --${name}`);
  return pair[theme];
}

/** Lightness 0 to 1, chroma, hue in degrees. */
type Oklch = [number, number, number];

function readTokens(source: string): Map<string, Record<Theme, Oklch>> {
  const found = new Map<string, Record<Theme, Oklch>>();
  for (const [, name, light, dark] of source.matchAll(/--([a-z0-9-]+):\s*light-dark\(oklch\(([^)]+)\),\s*oklch\(([^)]+)\)\)/g)) {
    if (name && light && dark) found.set(name, { light: readOklch(light), dark: readOklch(dark) });
  }
  return found;
}

function readOklch(text: string): Oklch {
  const [lightness, chroma, hue] = text.split(/[\s/]+/).map(Number);
  if (lightness === undefined || chroma === undefined || hue === undefined) throw new Error(`not an oklch colour: ${text}`);
  return [lightness, chroma, hue];
}

/** Björn Ottosson's conversion, as in CSS Color 4. */
function linearRgb([lightness, chroma, hue]: Oklch): [number, number, number] {
  const a = chroma * Math.cos((hue * Math.PI) / 180);
  const b = chroma * Math.sin((hue * Math.PI) / 180);
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
  ];
}

function luminance(value: Oklch): number {
  const [red, green, blue] = linearRgb(value).map((channel) => Math.min(1, Math.max(0, channel)));
  return 0.2126 * (red ?? 0) + 0.7152 * (green ?? 0) + 0.0722 * (blue ?? 0);
}

function ratio(one: number, other: number): number {
  return (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
}
