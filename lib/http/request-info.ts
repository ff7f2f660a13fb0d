import "server-only";
import { newId } from "@/lib/core/ids";
import type { RequestInfo } from "./operation";

/** Set by our own server around Next, which removes whatever a client sent under these names. */
const addressHeader = "x-socrates-client-ip";

/** What is known of a request from its headers. */
export const requestInfo = (headers: Headers, request: Request | null): RequestInfo => ({
  id: headers.get("x-request-id") ?? newId(),
  address: headers.get(addressHeader) ?? "unknown",
  userAgent: headers.get("user-agent")?.slice(0, 400) ?? null,
  request,
});
