import "server-only";
import { checkCredentials } from "@/lib/auth/credentials";
import { endSession, endSessionOfRefreshToken, refreshTokens } from "@/lib/auth/sessions";
import { AppError } from "@/lib/core/problems";
import { defineOperation, type RequestInfo } from "@/lib/http/operation";
import { api } from "@/lib/http/paths";
import { createAccount, getAccount, signIn, toAccount, updateAccount, type Origin } from "./accounts";
import { isCommonPassword } from "./common-passwords";
import { accountAnswer, loginInput, logoutInput, newPassword, refreshInput, registerInput, signedIn, updateAccountInput } from "./schemas";

const password = newPassword.refine((value) => !isCommonPassword(value), "is one of the commonest passwords; choose another");

export const register = defineOperation({
  summary: "Create an account",
  description: "The first account of an instance becomes its administrator.",
  access: "public",
  body: registerInput.extend({ password }),
  response: signedIn,
  status: 201,
  location: api.me,
  showsSecret: true,
  problems: ["registration-closed", "email-taken"],
  run: async ({ body, info }) => signIn(await createAccount(body, origin(info)), origin(info)),
});

export const login = defineOperation({
  summary: "Sign in as an API client",
  access: "public",
  body: loginInput,
  response: signedIn,
  problems: ["wrong-credentials"],
  run: async ({ body, info }) => signIn(toAccount(await checkCredentials(body, info.address)), origin(info)),
});

export const refresh = defineOperation({
  summary: "Exchange a refresh token for a new pair",
  description: "A refresh token works once. Its second use ends the session, because then somebody has a copy.",
  access: "public",
  limit: "refresh",
  body: refreshInput,
  response: signedIn,
  problems: ["not-authenticated"],
  run: async ({ body }) => {
    const { userId, ...pair } = await refreshTokens(body.refreshToken);
    return { user: await getAccount(userId), ...pair };
  },
});

export const logout = defineOperation({
  summary: "Sign out",
  description: "Ends the session of the caller, of the refresh token, or of both; access tokens end at once.",
  access: "public",
  body: logoutInput,
  response: null,
  problems: ["not-authenticated"],
  run: async ({ by, body }) => {
    if (!by && !body.refreshToken) throw new AppError("not-authenticated");
    if (by) await endSession(by.sessionId);
    if (body.refreshToken) await endSessionOfRefreshToken(body.refreshToken);
  },
});

export const getMe = defineOperation({
  summary: "One's own account",
  access: "user",
  response: accountAnswer,
  run: async ({ by }) => ({ user: await getAccount(by.id) }),
});

export const updateMe = defineOperation({
  summary: "Change one's own account",
  access: "user",
  body: updateAccountInput,
  response: accountAnswer,
  run: async ({ by, body }) => ({ user: await updateAccount(by, body) }),
});

const origin = ({ address, userAgent }: RequestInfo): Origin => ({ address, userAgent });
