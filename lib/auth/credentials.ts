import "server-only";
import { db } from "@/lib/core/db";
import { requireLimit } from "@/lib/core/limits";
import { AppError } from "@/lib/core/problems";
import { verifyPassword } from "./passwords";
import { findUserByEmail } from "./queries";

/** Addresses are compared without case and surrounding space, and stored so. */
const normaliseEmail = (email: string): string => email.trim().toLowerCase();

/**
 * The account of an address and password. An unknown address and a wrong password give the same answer after the same
 * work; tries are counted per address of the client and per account.
 * @throws AppError `wrong-credentials` or `too-many-requests`
 */
export async function checkCredentials(input: { email: string; password: string }, clientAddress: string) {
  const email = normaliseEmail(input.email);
  await requireLimit("sign-in-address", clientAddress);
  await requireLimit("sign-in-account", email);
  const user = await findUserByEmail(db(), email);
  if (!(await verifyPassword(user?.passwordHash ?? null, input.password)) || !user) throw new AppError("wrong-credentials");
  return user;
}
