/** Fills the database with a named scenario: `npm run db:seed -- demo`. */
import path from "node:path";
import { isEmbedded } from "@/lib/core/db";
import { ensureEmbedded } from "@/lib/core/embedded/ensure";
import { env } from "@/lib/core/env";
import { migrateDatabase } from "@/lib/core/migrate";
import { shutdown } from "@/lib/core/process";
import { seedDemo } from "./demo";

/** Each says in some lines what it made. */
const scenarios: Record<string, () => Promise<string>> = { demo: seedDemo };

const name = process.argv[2] ?? "";
const scenario = scenarios[name];
if (!scenario) {
  console.error(`Which scenario? There ${Object.keys(scenarios).length === 1 ? "is" : "are"}: ${Object.keys(scenarios).join(", ")}. For example: npm run db:seed -- demo`);
  process.exit(1);
}

// Whoever runs this administers the instance, so it may make accounts where nobody else may.
process.env["REGISTRATION"] = "open";
// What the scenario does is told below in its own words.
process.env["LOG_LEVEL"] = "warn";
if (isEmbedded()) await ensureEmbedded(path.join(env().DATA_DIR, "postgres"));
await migrateDatabase();
console.log(await scenario());
await shutdown();
process.exit();
