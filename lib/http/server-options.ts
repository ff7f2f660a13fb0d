import type { ServerOptions } from "node:http";

/** All in milliseconds. */
export const connectionLimits = {
  /** Headers are small, so a client that needs longer only holds the connection. */
  headers: 30_000,
  /** A whole request, so that 25 MB can come over a slow line. */
  request: 10 * 60_000,
  /** Longer than the minute after which common load balancers reuse or drop a connection. */
  keepAlive: 65_000,
  /** How often the limits on headers and requests are checked. */
  check: 10_000,
  /** Nothing sent and nothing taken: an unread download or a half-sent body. Event streams send more often, imports answer sooner. */
  silence: 5 * 60_000,
};

/**
 * What the HTTP server is made with.
 * @param allowsUpgrades true in development, where Next reloads pages over a web socket. Otherwise Next's listener
 *   would leave the sockets of unknown paths open for good.
 */
export function serverOptions(allowsUpgrades: boolean): ServerOptions {
  return {
    headersTimeout: connectionLimits.headers,
    requestTimeout: connectionLimits.request,
    keepAliveTimeout: connectionLimits.keepAlive,
    connectionsCheckingInterval: connectionLimits.check,
    maxHeaderSize: 16_384,
    ...(allowsUpgrades ? {} : { shouldUpgradeCallback: () => false }),
  };
}
