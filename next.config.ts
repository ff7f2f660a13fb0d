import type { NextConfig } from "next";
import createNextIntlPlugin from "next-intl/plugin";

/** Headers of every answer; the content security policy of pages, which needs a nonce, is set in proxy.ts. */
const securityHeaders = [
  { key: "x-content-type-options", value: "nosniff" },
  { key: "referrer-policy", value: "strict-origin-when-cross-origin" },
  { key: "cross-origin-opener-policy", value: "same-origin" },
  { key: "permissions-policy", value: "camera=(), microphone=(), geolocation=(), payment=(), usb=()" },
];

const config: NextConfig = {
  poweredByHeader: false,
  reactStrictMode: true,
  // Our server does it.
  compress: false,
  // `npm run check` owns types; a fresh clone should not wait for them, nor fail to start for a test's sake.
  typescript: { ignoreBuildErrors: true },
  // Native modules and those that find files beside themselves stay outside the bundles.
  serverExternalPackages: ["@node-rs/argon2", "@electric-sql/pglite", "pdfjs-dist", "pdfkit", "pino", "postgres"],
  headers: async () => [
    { source: "/:path*", headers: securityHeaders },
    // Nobody shows these pages in a frame; the one page that is made for a frame says in its policy who may.
    { source: "/((?!diagram-frame$).*)", headers: [{ key: "x-frame-options", value: "DENY" }] },
    // What the API answers is data: nothing in it may run, should a browser ever show it.
    { source: "/api/:path*", headers: [{ key: "content-security-policy", value: "default-src 'none'; frame-ancestors 'none'; sandbox" }] },
  ],
};

/** Messages are parsed while building: their parser alone would be 18 kB of what a page loads first. */
const withMessages = createNextIntlPlugin({ requestConfig: "./i18n/request.ts", experimental: { messages: { path: "./messages", format: "json", locales: "infer", precompile: true } } });

export default withMessages(config);
