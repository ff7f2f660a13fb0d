import "server-only";
import { env } from "@/lib/core/env";
import { AppError } from "@/lib/core/problems";

/**
 * A write that is authorised by a cookie must come from our own pages: its `Origin` is the address it was sent to, or
 * the configured public address. Browsers send `Origin` with every such request; one without it is refused.
 * @throws AppError `wrong-origin`
 */
export function requireSameOrigin(headers: Headers): void {
  const origin = headers.get("origin");
  if (origin && URL.canParse(origin)) {
    if (new URL(origin).host === headers.get("host") || origin === new URL(env().APP_URL).origin) return;
  }
  throw new AppError("wrong-origin");
}
