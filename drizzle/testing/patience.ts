import { inject, vi } from "vitest";

// `vi.waitFor` has no setting of its own, as `expect.poll` has, and would give up after a second.
const waitFor = vi.waitFor.bind(vi);
vi.waitFor = (callback, options) => waitFor(callback, { timeout: inject("patience"), ...(typeof options === "number" ? { timeout: options } : options) });

declare module "vitest" {
  export interface ProvidedContext {
    patience: number;
  }
}
