import { useCallback, useState } from "react";
import type { Deferred } from "./deferred";

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
