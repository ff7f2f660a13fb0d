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
