import type { Metadata, Viewport } from "next";
import { NextIntlClientProvider } from "next-intl";
import { getLocale, getTranslations } from "next-intl/server";
import { cookies } from "next/headers";
import type { ReactNode } from "react";
import { themeAttribute, themeFromCookie } from "@/components/theme/theme";
import { NoStyleElements } from "@/components/ui/no-style-elements";
import { Toaster } from "@/components/ui/toaster";
import "./globals.css";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("common");
  return { title: { default: t("appName"), template: `%s · ${t("appName")}` }, description: t("description"), robots: { index: false } };
}

export const viewport: Viewport = { width: "device-width", initialScale: 1, viewportFit: "cover", interactiveWidget: "resizes-content" };

export default async function RootLayout({ children }: { children: ReactNode }) {
  const theme = themeFromCookie((await cookies()).get("theme")?.value);
  const t = await getTranslations("common");
  return (
    <html lang={await getLocale()} dir="ltr" data-theme={themeAttribute(theme)}>
      <body>
        {/* Popups are drawn outside this layer and so above it. */}
        <div className="isolate">
          <NextIntlClientProvider>
            <NoStyleElements>
              {children}
              <Toaster label={t("notices")} closeLabel={t("close")} />
            </NoStyleElements>
          </NextIntlClientProvider>
        </div>
      </body>
    </html>
  );
}
