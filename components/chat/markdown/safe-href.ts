/** The address of a link that may be followed, or null: only the web and mail, never a script or a file. */
export function safeHref(href: string): string | null {
  let url: URL;
  try {
    url = new URL(href);
  } catch {
    // An address within the site would say something else in each place it is shown.
    return null;
  }
  return ["http:", "https:", "mailto:"].includes(url.protocol) ? url.href : null;
}
