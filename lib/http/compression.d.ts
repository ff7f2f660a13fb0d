/** The package's own types would bring all of Express's along. */
declare module "compression" {
  import type { IncomingMessage, ServerResponse } from "node:http";
  /** Wraps a response so that its body is compressed as the client accepts, unless it says `no-transform`. */
  export default function compression(options?: { brotli?: { params?: Record<number, number> } }): (request: IncomingMessage, response: ServerResponse, next: () => void) => void;
}
