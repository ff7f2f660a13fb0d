import "server-only";
import { hash, verify } from "@node-rs/argon2";
import { perProcess } from "@/lib/core/process";

/** OWASP's first choice of parameters for argon2id (the library's default algorithm): 19 MiB, two passes, one lane. */
const options = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

export const hashPassword = (password: string): Promise<string> => hash(password, options);

/**
 * Whether the password fits the hash. Without a hash (no such account) it takes as long and says no, so that timing
 * doesn't tell which addresses have accounts.
 */
export async function verifyPassword(passwordHash: string | null, password: string): Promise<boolean> {
  const fits = await verify(passwordHash ?? (await decoy()), password);
  return passwordHash !== null && fits;
}

const decoy = (): Promise<string> => perProcess("decoy-hash", () => hashPassword("nobody has this password"));
