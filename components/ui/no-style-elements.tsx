import { CSPProvider } from "@base-ui/react/csp-provider";
import type { ReactNode } from "react";

/**
 * Keeps Base UI from writing `<style>` elements, which the content security policy refuses. What they would say stands
 * in base.css.
 */
export function NoStyleElements({ children }: { children: ReactNode }) {
  return <CSPProvider disableStyleElements>{children}</CSPProvider>;
}
