import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";

type Entry = { version?: string; optionalDependencies?: Record<string, string> };

it("the lock file names every optional package, of other systems too: npm ci refuses one that doesn't", () => {
  // The file's own shape, of which two fields are read.
  const { packages } = JSON.parse(readFileSync(join(import.meta.dirname, "..", "package-lock.json"), "utf8")) as { packages: Record<string, Entry> };
  const missing = Object.entries(packages).flatMap(([path, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies).filter((name) => !placesFrom(path).some((place) => `${place}node_modules/${name}` in packages)),
  );
  expect(missing).toEqual([]);
});

/** Where a package finds what it needs: in its own folder, then in each around it. */
function placesFrom(path: string): string[] {
  const around = path.lastIndexOf("/node_modules/");
  return path === "" ? [""] : [`${path}/`, ...placesFrom(around === -1 ? "" : path.slice(0, around))];
}
