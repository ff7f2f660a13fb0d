import { authHandler } from "@/lib/auth/next-auth";

export { authHandler as GET, authHandler as POST };
