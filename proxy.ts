import { NextResponse, type NextRequest } from "next/server";
import { paths } from "@/lib/http/paths";

/**
 * Sets the content security policy of pages, with a fresh nonce each. It decides nothing about who may see what:
 * that is checked where the data is read. It never sees `/api`, because a body that passes through here is cut, nor the
 * frame for diagrams, which has a stricter policy of its own.
 */
export function proxy(request: NextRequest): NextResponse {
  const nonce = btoa(crypto.randomUUID());
  const policy = contentSecurityPolicy(nonce, request.nextUrl.pathname === paths.apiDocs());
  const headers = new Headers(request.headers);
  headers.set("x-nonce", nonce);
  headers.set("content-security-policy", policy);
  // A layout isn't told its address, and needs it to send a stranger back here after signing in.
  headers.set("x-path", request.nextUrl.pathname + request.nextUrl.search);
  const response = NextResponse.next({ request: { headers } });
  response.headers.set("content-security-policy", policy);
  return response;
}

export const config = {
  matcher: [{ source: "/((?!api/|diagram-frame|_next/static|_next/image|icon.svg|favicon.ico|openapi.json).*)" }],
};

/** @param allowsStyles true for the API's documentation, whose component writes `<style>` elements without a nonce */
function contentSecurityPolicy(nonce: string, allowsStyles: boolean): string {
  const isDevelopment = process.env.NODE_ENV === "development";
  return [
    "default-src 'self'",
    // React's development build evaluates code to show better stacks.
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${isDevelopment ? " 'unsafe-eval'" : ""}`,
    `style-src 'self' ${isDevelopment || allowsStyles ? "'unsafe-inline'" : `'nonce-${nonce}'`}`,
    // Style attributes, which KaTeX and highlighted code are made of.
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self' data:",
    "connect-src 'self'",
    "worker-src 'self' blob:",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join("; ");
}
