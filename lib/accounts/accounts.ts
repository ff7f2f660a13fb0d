import "server-only";
import type { Actor } from "@/lib/access/authorize";
import { hashPassword } from "@/lib/auth/passwords";
import { openApiSession, type SessionOrigin } from "@/lib/auth/sessions";
import { hashSecret } from "@/lib/auth/tokens";
import { cacheKeys } from "@/lib/core/cache-keys";
import { isoNow } from "@/lib/core/clock";
import { db, type Tx } from "@/lib/core/db";
import { env } from "@/lib/core/env";
import { newId } from "@/lib/core/ids";
import { requireLimit } from "@/lib/core/limits";
import { AppError } from "@/lib/core/problems";
import { mutateAccount } from "@/lib/events/mutate";
import { findAccount, hasAccounts, insertAccount, isInvited, listProjectIdsOf, lockFirstAccount, updateAccountRow, type AccountRow } from "./queries";
import type { Account, RegisterInput } from "./schemas";

/** Where a request comes from, kept with the session that it opens. */
export type Origin = Omit<SessionOrigin, "kind">;

/**
 * Makes an account. The instance's first account administers it and may always be made; who may make others is
 * configured (`REGISTRATION`).
 * @throws AppError `registration-closed`, `email-taken`, or `too-many-requests` (counted per address of the client)
 */
export async function createAccount(input: RegisterInput, origin: Origin): Promise<Account> {
  await requireLimit("registration", origin.address);
  const passwordHash = await hashPassword(input.password);
  return mutateAccount(null, async (tx) => {
    const isFirst = await isFirstAccount(tx);
    if (!isFirst) await requireMayRegister(tx, input);
    const row = await insertAccount(tx, { id: newId(), name: input.name, email: input.email, passwordHash, isAdmin: isFirst });
    if (!row) throw new AppError("email-taken");
    return toAccount(row);
  });
}

/** An account's own sign-in as an API client: itself, and a pair of tokens. */
export async function signIn(account: Account, origin: Origin) {
  return { user: account, ...(await openApiSession(account.id, origin)) };
}

/** @throws AppError `not-authenticated` if the account is gone */
export async function getAccount(userId: string): Promise<Account> {
  const row = await findAccount(db(), userId);
  if (!row) throw new AppError("not-authenticated");
  return toAccount(row);
}

/** Changes one's own account. Every instance forgets what it knew of the person. */
export async function updateAccount(by: Actor, input: { name?: string | undefined }): Promise<Account> {
  const { name } = input;
  if (name === undefined) return getAccount(by.id);
  return mutateAccount(by, async (tx, _emit, control) => {
    const row = await updateAccountRow(tx, by.id, { name });
    if (!row) throw new AppError("not-authenticated");
    control({ kind: "user-changed", userId: by.id });
    control({ kind: "cache-dropped", keys: (await listProjectIdsOf(tx, by.id)).map(cacheKeys.collaborators) });
    return toAccount(row);
  });
}

/** The public representation of one's own account. */
export const toAccount = ({ id, name, email, isAdmin, createdAt, updatedAt }: AccountRow): Account => ({ id, name, email, isAdmin, createdAt, updatedAt });

/** Of several that come first at once, the lock lets one through before the others look again. */
async function isFirstAccount(tx: Tx): Promise<boolean> {
  if (await hasAccounts(tx)) return false;
  await lockFirstAccount(tx);
  return !(await hasAccounts(tx));
}

async function requireMayRegister(tx: Tx, { email, invitation }: RegisterInput): Promise<void> {
  const policy = env().REGISTRATION;
  if (policy === "open") return;
  if (policy === "closed") throw new AppError("registration-closed", "An administrator makes accounts here.");
  const invited = invitation && (await isInvited(tx, { id: invitation.id, tokenHash: hashSecret(invitation.token), email, now: isoNow() }));
  if (!invited) throw new AppError("registration-closed", "Open the link of an invitation that was made for this address.");
}
