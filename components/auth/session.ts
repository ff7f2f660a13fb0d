"use client";

import { signIn, signOut } from "next-auth/react";

/**
 * Opens this browser's session.
 * @returns null, or the code of the problem (`wrong-credentials`, `too-many-requests`, …)
 */
export async function signInHere(email: string, password: string): Promise<string | null> {
  const result = await signIn("credentials", { email, password, redirect: false });
  if (!result) throw new TypeError("The server gave no answer.");
  return result.ok && !result.error ? null : (result.error ?? "internal");
}

/** Ends this browser's session, on the server too. The caller goes on from there. */
export async function signOutHere(): Promise<void> {
  await signOut({ redirect: false });
}
