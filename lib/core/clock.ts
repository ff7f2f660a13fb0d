/** The present, in milliseconds since 1970. The only clock of the server's rules, so that tests can move it. */
export const clock = { now: (): number => Date.now() };

/** The present as ISO 8601 in UTC, `offsetMs` from now. */
export const isoNow = (offsetMs = 0): string => new Date(clock.now() + offsetMs).toISOString();
