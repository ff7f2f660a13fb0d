"use client";

import { PanelRight, X } from "lucide-react";
import { useTranslations } from "next-intl";
import { useId, type ReactNode } from "react";
import { IconButton } from "@/components/ui/icon-button";
import { ResizeHandle } from "@/components/ui/resize-handle";
import { Sheet } from "@/components/ui/sheet";
import { panelWidths } from "./panel-preference";
import type { Panel } from "./use-panel";

/** What belongs to the thing in focus, at the page's end: beside it where there is room, else a sheet over it. */
export function ContextPanel({ panel, title, children }: { panel: Panel; title: string; children: ReactNode }) {
  const t = useTranslations("chat");
  const id = useId();

  function close(): void {
    panel.setOpen(false);
    // Its button goes with it.
    document.getElementById(toggleId)?.focus({ preventScroll: true });
  }

  if (!panel.beside) {
    return (
      <Sheet side="end" title={title} closeLabel={t("panel.close")} open={panel.open} onOpenChange={panel.setOpen} className="w-[min(24rem,calc(100vw-2rem))]">
        {children}
      </Sheet>
    );
  }
  if (!panel.open) return null;
  return (
    <>
      <ResizeHandle
        className="max-lg:hidden"
        label={t("panel.width")}
        controls={id}
        side="start"
        value={panel.width}
        min={panelWidths.least}
        max={panelWidths.most}
        initial={panelWidths.usual}
        onChange={(width) => panel.setWidth(width, false)}
        onCommit={(width) => panel.setWidth(width, true)}
      />
      <aside id={id} aria-label={title} style={{ width: panel.width }} className="flex shrink-0 flex-col bg-sunken max-lg:hidden">
        <div className="flex h-12 shrink-0 items-center gap-2 ps-4 pe-2">
          <h2 className="title-section min-w-0 flex-1 truncate">{title}</h2>
          <IconButton size="sm" label={t("panel.close")} onClick={close}><X /></IconButton>
        </div>
        <div className="min-h-0 flex-1 overflow-y-auto">{children}</div>
      </aside>
    </>
  );
}

/** Opens and closes the panel. */
export function PanelToggle({ panel, label }: { panel: Panel; label: string }) {
  return (
    <IconButton id={toggleId} label={label} aria-pressed={panel.open} aria-expanded={panel.open} onClick={() => panel.setOpen(!panel.open)}>
      <PanelRight className="rtl:-scale-x-100" />
    </IconButton>
  );
}

/** A page has one conversation, and so one panel. */
const toggleId = "panel-toggle";
