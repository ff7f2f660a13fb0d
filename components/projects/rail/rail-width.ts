/** The rail's width in CSS pixels, kept in a cookie so that the server renders it and nothing moves. */
export const railCookie = "rail";
export const railWidths = { min: 200, max: 420, initial: 264 };

/** The width that a cookie's value names, within bounds. */
export function railWidthFrom(value: string | undefined): number {
  const width = Number(value);
  return value && Number.isFinite(width) ? Math.round(Math.min(railWidths.max, Math.max(railWidths.min, width))) : railWidths.initial;
}

/** Keeps the width for a year. Browser only. */
export function rememberRailWidth(width: number): void {
  document.cookie = `${railCookie}=${width}; Path=/; Max-Age=31536000; SameSite=Lax`;
}
