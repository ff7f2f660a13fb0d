/** What the connection needs to know of the page it serves. */
export type Page = {
  isVisible: () => boolean;
  isOnline: () => boolean;
  /** Tells when one of them changes, and when the page is put away (`hide`) or taken out again (`show`). */
  watch: (listener: (change: PageChange) => void) => () => void;
};

export type PageChange = "visible" | "hidden" | "online" | "offline" | "hide" | "show";

/** The page in this browser's tab. */
export const browserPage: Page = {
  isVisible: () => document.visibilityState === "visible",
  isOnline: () => navigator.onLine,
  watch: (listener) => {
    const controller = new AbortController();
    const { signal } = controller;
    document.addEventListener("visibilitychange", () => listener(document.visibilityState === "visible" ? "visible" : "hidden"), { signal });
    window.addEventListener("online", () => listener("online"), { signal });
    window.addEventListener("offline", () => listener("offline"), { signal });
    window.addEventListener("pagehide", () => listener("hide"), { signal });
    // Only a page out of the back-forward cache was put away before it is shown.
    window.addEventListener("pageshow", (event) => event.persisted && listener("show"), { signal });
    return () => controller.abort();
  },
};
