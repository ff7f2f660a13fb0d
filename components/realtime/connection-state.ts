/**
 * What is true of the connection to the server. `reconnecting` and `offline` say since when (milliseconds of the
 * epoch); `no-access` means that a project shown here is closed to this person, and `signed-out` that the session is
 * over: neither comes back by waiting.
 */
export type ConnectionState =
  | { name: "connecting" }
  | { name: "live" }
  | { name: "reconnecting"; since: number }
  | { name: "offline"; since: number }
  | { name: "signed-out" }
  | { name: "no-access" };

export const connecting: ConnectionState = { name: "connecting" };

/** True when both say the same, so that nothing needs to be drawn again. */
export function isSameState(a: ConnectionState, b: ConnectionState): boolean {
  return a.name === b.name && ("since" in a ? a.since : 0) === ("since" in b ? b.since : 0);
}
