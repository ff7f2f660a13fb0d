import "server-only";

/**
 * What there must be exactly one of in a process: the pool, the bus, the hub, the caches, the running answers.
 * Next bundles instrumentation, pages, routes and actions separately and gives each its own copy of a module's
 * state, so such things live on `globalThis`, and only here.
 */
type ProcessState = {
  values: Map<string, unknown>;
  closers: { name: string; close: () => Promise<void> | void }[];
  /** The server outside Next's bundles calls this once, on a signal. */
  shutdown: () => Promise<void>;
  closing: boolean;
};

const key = Symbol.for("socrates.process");

function state(): ProcessState {
  // globalThis has no declared place for our symbol.
  const holder = globalThis as unknown as Record<symbol, ProcessState | undefined>;
  return (holder[key] ??= create());
}

/** The one value of that name in this process, made by `make` on first use. */
export function perProcess<T>(name: string, make: () => T): T {
  const { values } = state();
  if (!values.has(name)) values.set(name, make());
  // The name decides the type: each name is used in one file only.
  return values.get(name) as T;
}

/** Runs `close` when the process ends in order; the last registered is closed first. */
export function onShutdown(name: string, close: () => Promise<void> | void): void {
  state().closers.push({ name, close });
}

/** True once the process has begun to end: no new long work should start. */
export const isClosing = (): boolean => state().closing;

/** Ends everything that was registered, last first. */
export const shutdown = (): Promise<void> => state().shutdown();

function create(): ProcessState {
  const made: ProcessState = { values: new Map(), closers: [], closing: false, shutdown: async () => {} };
  let running: Promise<void> | null = null;
  made.shutdown = () => (running ??= closeAll(made));
  return made;
}

async function closeAll(made: ProcessState): Promise<void> {
  made.closing = true;
  for (const { name, close } of made.closers.splice(0).reverse()) {
    try {
      await close();
    } catch (error) {
      process.stderr.write(`could not close ${name}: ${String(error)}\n`);
    }
  }
}
