import { useCallback, useState } from "react";

/** Code that comes with its first use. */
export type Deferred<Part> = {
  /** The part, once it is here. */
  get: () => Part | null;
  /** Fetches it; a failure leaves it to be asked for again. */
  load: () => Promise<Part>;
};

/** @param fetchPart an `import()`, which the bundler makes a file of its own */
export function deferred<Part>(fetchPart: () => Promise<Part>): Deferred<Part> {
  let part: Part | null = null;
  let loading: Promise<Part> | null = null;
  return {
    get: () => part,
    load: () => {
      loading ??= fetchPart().then(
        (fetched) => (part = fetched),
        (error: unknown) => {
          loading = null;
          throw error;
        },
      );
      return loading;
    },
  };
}

/**
 * A part for one component.
 * @returns the part once it was asked for and is here, and how to ask
 */
export function useDeferred<Part>(source: Deferred<Part>): [part: Part | null, ask: () => void] {
  const [part, setPart] = useState<Part | null>(null);
  const ask = useCallback(() => {
    const present = source.get();
    if (present) setPart(() => present);
    // Without a connection nothing opens, and the next press asks again.
    else source.load().then((fetched) => setPart(() => fetched), () => undefined);
  }, [source]);
  return [part, ask];
}
