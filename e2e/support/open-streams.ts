import type { BrowserContext, Request } from "@playwright/test";

/** Follows a browser's event streams. @returns gives those that are open now, oldest first */
export function followStreams(context: BrowserContext): () => Request[] {
  const open = new Set<Request>();
  context.on("request", (request) => {
    if (new URL(request.url()).pathname === "/api/events") open.add(request);
  });
  context.on("requestfinished", (request) => open.delete(request));
  context.on("requestfailed", (request) => open.delete(request));
  // A page that is closed takes its requests with it, without a word.
  return () => [...open].filter((request) => !request.frame().page().isClosed());
}
