import "server-only";
import NextAuth, { type NextAuthOptions } from "next-auth";
import CredentialsProvider from "next-auth/providers/credentials";
import { z } from "zod";
import { env } from "@/lib/core/env";
import { logger } from "@/lib/core/logger";
import { AppError } from "@/lib/core/problems";
import { checkCredentials } from "./credentials";
import { endSession, openBrowserSession } from "./sessions";
import { lifetimes, readSessionToken, signSessionToken } from "./tokens";

/**
 * Sign-in and sign-out of browsers. next-auth 4 knows only its own encrypted token for credentials; ours is signed and
 * names a session row, because decrypting costs most of a millisecond a request and a token can't be taken back.
 */
const authOptions = (): NextAuthOptions => ({
  secret: env().AUTH_SECRET,
  session: { strategy: "jwt", maxAge: lifetimes.session },
  useSecureCookies: env().APP_URL.startsWith("https:"),
  pages: { signIn: "/sign-in", error: "/sign-in" },
  providers: [
    CredentialsProvider({
      credentials: { email: { type: "email" }, password: { type: "password" } },
      async authorize(credentials, request) {
        // next-auth copies a request's headers into a plain object and declares its values as anything.
        const headers = new Headers(request.headers as Record<string, string>);
        const address = headers.get("x-socrates-client-ip") ?? "unknown";
        try {
          const given = credentialsInput.safeParse(credentials);
          if (!given.success) throw new AppError("wrong-credentials", undefined, { cause: given.error });
          const user = await checkCredentials(given.data, address);
          const sessionId = await openBrowserSession(user.id, { address, userAgent: headers.get("user-agent")?.slice(0, 400) ?? null });
          // `jwt` above all needs the session; the rest of the account is looked up behind it.
          return { id: user.id, sessionId };
        } catch (error) {
          // next-auth hands an error's message to the page, which knows our codes.
          if (error instanceof AppError) throw new Error(error.code, { cause: error });
          logger().error({ err: error }, "sign-in failed");
          throw new Error("internal", { cause: error });
        }
      },
    }),
  ],
  jwt: {
    encode: async ({ token }) => {
      const sessionId = token?.["sid"];
      return token?.sub && typeof sessionId === "string" ? signSessionToken("browser", { id: sessionId, userId: token.sub }, lifetimes.session) : "";
    },
    decode: async ({ token }) => {
      const named = token ? await readSessionToken("browser", token) : null;
      return named && { sub: named.userId, sid: named.sessionId };
    },
  },
  callbacks: {
    jwt: ({ token, user }) => (user && "sessionId" in user ? { sub: user.id, sid: user.sessionId } : token),
    session: ({ session }) => session,
  },
  events: {
    signOut: async ({ token }) => {
      if (typeof token["sid"] === "string") await endSession(token["sid"]);
    },
  },
});

/** next-auth hands on whatever came, and no account has an address or a password beyond these. */
const credentialsInput = z.object({ email: z.string().max(254).refine((email) => !email.includes("\u0000") && email.isWellFormed()), password: z.string().max(200) });

type Context = { params: Promise<{ nextauth: string[] }> };

/** next-auth's own endpoints. Options are read at the first request, because building knows no secret. */
export const authHandler = async (request: Request, context: Context): Promise<Response> => NextAuth(authOptions())(request, context);
