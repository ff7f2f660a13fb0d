"use client";

import { useSyncExternalStore } from "react";

/** The theme that the page is drawn in, by choice or by the device; null while the server draws. */
export function useShownTheme(): "light" | "dark" | null {
  return useSyncExternalStore(subscribe, read, () => null);
}

const device = "(prefers-color-scheme: dark)";

function subscribe(listener: () => void): () => void {
  const media = matchMedia(device);
  media.addEventListener("change", listener);
  const observer = new MutationObserver(listener);
  observer.observe(document.documentElement, { attributeFilter: ["data-theme"] });
  return () => {
    media.removeEventListener("change", listener);
    observer.disconnect();
  };
}

function read(): "light" | "dark" {
  const chosen = document.documentElement.dataset["theme"];
  if (chosen === "light" || chosen === "dark") return chosen;
  return matchMedia(device).matches ? "dark" : "light";
}
