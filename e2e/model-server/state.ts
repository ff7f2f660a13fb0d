import { EventEmitter, once } from "node:events";
import { type Endpoint, type Failure, type Settings, defaultSettings, parseSettings } from "./settings.ts";

/** The settings in force, and who waits for them to change. */
export type State = {
  readonly settings: Settings;
  /** Replaces the settings that are named and leaves the others. @throws SettingsError */
  configure(patch: Partial<Settings>): void;
  /** Back to what the server was started with. */
  reset(): void;
  /** The failure that applies to a request, counted as used; null when it shall succeed. */
  takeFailure(endpoint: Endpoint, text: string): Failure | null;
  /** Resolves when `failures` is set anew; rejects when the signal aborts. */
  failuresChanged(signal: AbortSignal): Promise<void>;
};

export function createState(initial: Partial<Settings>): State {
  const changes = new EventEmitter();
  // Each held answer waits with a listener of its own, and many at once are no leak.
  changes.setMaxListeners(0);
  const merge = (base: Settings, patch: Partial<Settings>): Settings => {
    const given = Object.entries(parseSettings(patch)).filter(([, value]) => value !== undefined);
    // Copied, because counting a failure's uses must not reach the caller's object.
    return structuredClone({ ...base, ...Object.fromEntries(given) });
  };
  const start = merge(defaultSettings, initial);
  let settings = structuredClone(start);

  return {
    get settings() {
      return settings;
    },
    configure(patch) {
      settings = merge(settings, patch);
      if (patch.failures !== undefined) changes.emit("failures");
    },
    reset() {
      settings = structuredClone(start);
      changes.emit("failures");
    },
    takeFailure(endpoint, text) {
      const failure = settings.failures.find((candidate) => fits(candidate, endpoint, text));
      if (failure === undefined) return null;
      if (failure.times !== undefined) {
        failure.times -= 1;
        if (failure.times === 0) settings.failures = settings.failures.filter((other) => other !== failure);
      }
      return failure;
    },
    async failuresChanged(signal) {
      await once(changes, "failures", { signal });
    },
  };
}

function fits(failure: Failure, endpoint: Endpoint, text: string): boolean {
  const on = failure.on ?? "chat";
  if (on !== "any" && on !== endpoint) return false;
  return failure.match === undefined || text.toLowerCase().includes(failure.match.toLowerCase());
}
