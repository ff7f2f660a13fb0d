import { z } from "zod";
import { isoTime, line } from "@/lib/core/common-schemas";

/** Trimmed and in lower case, which is how addresses are stored and compared. */
export const email = z.string().trim().toLowerCase().max(254, "must have 254 characters or fewer").pipe(z.email("must be an email address"));

/** What is checked of a new password besides that it isn't a common one (see passwords). */
export const newPassword = z.string().min(8, "must have 8 characters or more").max(200, "must have 200 characters or fewer");

export const registerInput = z.object({
  name: line(120),
  email,
  password: newPassword,
  /** From an invitation link, where accounts are by invitation: its id and its token. */
  invitation: z.object({ id: z.uuid(), token: z.string().max(200) }).optional(),
});
export type RegisterInput = z.infer<typeof registerInput>;

export const loginInput = z.object({ email: z.string().max(254), password: z.string().max(200) });
export const refreshInput = z.object({ refreshToken: z.string().min(1).max(200) });
export const logoutInput = z.object({ refreshToken: z.string().min(1).max(200).optional() });

export const account = z
  .object({ id: z.uuid(), name: z.string(), email: z.string(), isAdmin: z.boolean(), createdAt: isoTime, updatedAt: isoTime })
  .meta({ id: "Account" });
export type Account = z.infer<typeof account>;

export const accountAnswer = z.object({ user: account });
export const updateAccountInput = z.object({ name: line(120).optional() });

const tokenPair = z
  .object({ accessToken: z.string(), refreshToken: z.string(), tokenType: z.literal("Bearer"), expiresIn: z.number().int().meta({ description: "seconds" }) })
  .meta({ id: "TokenPair" });
export const signedIn = tokenPair.extend({ user: account }).meta({ id: "SignedIn" });
