import "server-only";
import { db } from "@/lib/core/db";
import { env } from "@/lib/core/env";
import { hasAccounts } from "./queries";

type Registration = "open" | "invited" | "closed";

/** Who may make an account now. The first account of an instance may always be made. */
export async function getRegistration(): Promise<Registration> {
  const policy = env().REGISTRATION;
  return policy === "open" || (await hasAccounts(db())) ? policy : "open";
}
