import { getTranslations } from "next-intl/server";
import { cookies, headers } from "next/headers";
import type { ReactNode } from "react";
import { RealtimeProvider } from "@/components/realtime/provider";
import { ThemeSync } from "@/components/settings/theme-sync";
import { SkipLink } from "@/components/ui/visually-hidden";
import { themeCookie } from "@/components/theme/theme";
import { getPageActor } from "@/lib/auth/page-session";
import { paths } from "@/lib/http/paths";
import { getSettings } from "@/lib/settings/settings";

/** Everything that needs somebody signed in. Pages check again, because a layout isn't rendered anew on every visit. */
export default async function AppLayout({ children }: { children: ReactNode }) {
  const actor = await getPageActor((await headers()).get("x-path") ?? paths.projects());
  const t = await getTranslations("shell");
  const { theme } = await getSettings(actor);
  const isNewBrowser = !(await cookies()).has(themeCookie);
  return (
    <RealtimeProvider sessionKey={actor.sessionId} userId={actor.id}>
      <SkipLink href="#content">{t("skip")}</SkipLink>
      {children}
      <ThemeSync saved={isNewBrowser ? theme : null} />
    </RealtimeProvider>
  );
}
