import { readFile } from "node:fs/promises";
import path from "node:path";

export const dynamic = "force-dynamic";

/**
 * The page in the frame that draws Mermaid diagrams (docs/adr/007). It is sandboxed even when it is opened by itself,
 * runs this one script and what that loads of Mermaid, and has no network otherwise: no pictures, fonts or requests.
 */
export async function GET(): Promise<Response> {
  const folder = path.join(/* turbopackIgnore: true */ process.cwd(), "app", "diagram-frame");
  const manifest = path.join(/* turbopackIgnore: true */ process.cwd(), "node_modules", "mermaid", "package.json");
  // The package's own manifest.
  const { version } = JSON.parse(await readFile(manifest, "utf8")) as { version: string };
  const script = (await readFile(path.join(folder, "frame.mjs"), "utf8")).replace("{version}", version);
  const nonce = crypto.randomUUID();
  const policy = [
    "default-src 'none'",
    // Mermaid is loaded by the script, which makes it as trusted as that.
    `script-src 'nonce-${nonce}' 'strict-dynamic'`,
    // Mermaid styles a diagram by an element in it; here that touches nothing else.
    "style-src 'unsafe-inline'",
    "img-src data:",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'self'",
    "sandbox allow-scripts",
  ].join("; ");
  return new Response(`<!doctype html><meta charset="utf-8"><title>Mermaid</title><body><script type="module" nonce="${nonce}">${script}</script>`, {
    headers: { "content-type": "text/html; charset=utf-8", "content-security-policy": policy, "cache-control": "no-store" },
  });
}
