import { readFile } from "node:fs/promises";
import path from "node:path";

/** Mermaid's own modules as they are published; nothing else of the package has an address. */
const modules = /^(?:mermaid\.esm\.min|chunks\/mermaid\.esm\.min\/[\w-]+)\.mjs$/;

/** The frame has an opaque origin, and modules are fetched with CORS. They are public code. */
const anyOrigin = { "access-control-allow-origin": "*", "access-control-allow-headers": "*" };

type Context = { params: Promise<{ path: string[] }> };

/** A module of Mermaid for the frame that draws diagrams. The first part of the path is the version, for caches. */
export async function GET(_request: Request, { params }: Context): Promise<Response> {
  const [, ...rest] = (await params).path;
  const name = rest.join("/");
  if (!modules.test(name)) return new Response(null, { status: 404 });
  try {
    const text = await readFile(path.join(/* turbopackIgnore: true */ process.cwd(), "node_modules", "mermaid", "dist", name), "utf8");
    return new Response(text, {
      headers: {
        "content-type": "text/javascript; charset=utf-8",
        "cache-control": "public, max-age=31536000, immutable",
        ...anyOrigin,
      },
    });
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return new Response(null, { status: 404 });
    throw error;
  }
}

/** A browser asks first when something on the way adds a header of its own to what it sends. */
export function OPTIONS(): Response {
  return new Response(null, { status: 204, headers: anyOrigin });
}
