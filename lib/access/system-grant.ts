import "server-only";
import type { SystemGrant } from "./authorize";

/** For the job runner and the assistant's runner only: they act for nobody in particular. */
export function systemGrant(system: SystemGrant["system"], projectId: string): SystemGrant {
  // The brand exists only in types; the import boundaries say who may call this.
  return { system, projectId } as SystemGrant;
}
