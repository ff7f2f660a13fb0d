"use client";

import "@/components/docs/without-eval";
import { ApiReferenceReact } from "@scalar/api-reference-react";
import "@scalar/api-reference-react/style.css";
import "@/components/docs/scalar.css";
import { useEffect, useState } from "react";
import { api } from "@/lib/http/paths";

/** Scalar with everything off that would ask another server for something. */
export default function Scalar() {
  const isDark = useIsDark();
  return (
    <ApiReferenceReact
      configuration={{
        url: api.openApi(),
        theme: "none",
        withDefaultFonts: false,
        telemetry: false,
        hideDarkModeToggle: true,
        forceDarkModeState: isDark ? "dark" : "light",
        hideClientButton: true,
        showDeveloperTools: "never",
        agent: { disabled: true },
        mcp: { disabled: true },
        persistAuth: false,
      }}
    />
  );
}

/** Whether this page shows the dark theme, by choice or as the device. */
function useIsDark(): boolean {
  const [isDark, setIsDark] = useState(() => matchesDark());
  useEffect(() => {
    const update = (): void => setIsDark(matchesDark());
    const media = matchMedia("(prefers-color-scheme: dark)");
    const observer = new MutationObserver(update);
    observer.observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme"] });
    media.addEventListener("change", update);
    return () => {
      observer.disconnect();
      media.removeEventListener("change", update);
    };
  }, []);
  return isDark;
}

function matchesDark(): boolean {
  const theme = document.documentElement.dataset.theme;
  return theme === "dark" || (theme !== "light" && matchMedia("(prefers-color-scheme: dark)").matches);
}
