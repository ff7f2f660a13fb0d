/** What a person may choose; `system` follows the device. */
export const themes = ["light", "dark", "system"] as const;

export type Theme = (typeof themes)[number];

/** The cookie that carries the choice, so that the server renders the right theme and nothing flashes. */
export const themeCookie = "theme";

/** The theme that a cookie's value names; `system` for anything else. */
export function themeFromCookie(value: string | undefined): Theme {
  return themes.find((theme) => theme === value) ?? "system";
}

/** The value of `data-theme` on `<html>`; undefined leaves the decision to `prefers-color-scheme`. */
export function themeAttribute(theme: Theme): "light" | "dark" | undefined {
  return theme === "system" ? undefined : theme;
}

/** Shows a theme at once in this browser and keeps it for a year for the server's next rendering. Browser only. */
export function applyTheme(theme: Theme): void {
  const attribute = themeAttribute(theme);
  if (attribute) document.documentElement.dataset.theme = attribute;
  else delete document.documentElement.dataset.theme;
  const secure = location.protocol === "https:" ? "; Secure" : "";
  document.cookie = `${themeCookie}=${theme}; Path=/; Max-Age=31536000; SameSite=Lax${secure}`;
}
