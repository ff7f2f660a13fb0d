/** What is remembered of the panel beside the page: whether it is open, and its width in CSS pixels. */
export type PanelPreference = { open: boolean; width: number };

export const panelWidths = { least: 280, usual: 360, most: 560 };
export const panelCookie = "panel";

/** Reads the cookie's value, so that the server draws the panel as it was left. */
export function panelFromCookie(value: string | undefined): PanelPreference {
  const [state, width] = (value ?? "").split("-");
  const pixels = Number(width);
  const { least, usual, most } = panelWidths;
  return { open: state === "open", width: Number.isFinite(pixels) && pixels >= least && pixels <= most ? pixels : usual };
}

/** Remembers it in this browser for a year. */
export function rememberPanel({ open, width }: PanelPreference): void {
  document.cookie = `${panelCookie}=${open ? "open" : "closed"}-${Math.round(width)}; path=/; max-age=31536000; samesite=lax`;
}
