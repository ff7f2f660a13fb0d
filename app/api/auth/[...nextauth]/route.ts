import { authHandler } from "@/lib/auth/next-auth";
import { withSmallBody } from "@/lib/http/small-body";

export { authHandler as GET };
export const POST = withSmallBody(authHandler);
