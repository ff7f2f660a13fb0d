"use client";

import { Code, Workflow } from "lucide-react";
import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { IconButton } from "@/components/ui/icon-button";
import { CodeFrame } from "./code-frame";
import { CodeBlock } from "./code-block";
import type { DrawnDiagram } from "./diagram-drawer";
import { useNear } from "./use-near";
import { useShownTheme } from "./use-shown-theme";

/**
 * A Mermaid diagram. It is drawn in a frame that has no origin and no network, and shown here as a picture, in which
 * nothing can run. Its source stands there until it is drawn, and stays where it can't be.
 */
export function Diagram({ source }: { source: string }) {
  const t = useTranslations("chat.markdown");
  const [place, near] = useNear<HTMLDivElement>();
  const [asSource, setAsSource] = useState(false);
  const { drawn, failed } = useDrawn(source, near);

  if (!drawn || asSource) {
    return (
      <div ref={place} aria-busy={near && !drawn && !failed}>
        <CodeBlock
          code={source}
          language="mermaid"
          fileName={null}
          title={failed ? t("noDiagram") : t("diagram")}
          actions={drawn ? <IconButton size="sm" label={t("showDiagram")} onClick={() => setAsSource(false)}><Workflow /></IconButton> : null}
        />
      </div>
    );
  }
  return (
    <CodeFrame
      title={t("diagram")}
      copies={source}
      actions={<IconButton size="sm" label={t("showSource")} onClick={() => setAsSource(true)}><Code /></IconButton>}
    >
      <div className="grid max-h-160 overflow-auto px-3.5 pt-1 pb-4" tabIndex={0} role="group" aria-label={t("diagram")}>
        {/* oxlint-disable-next-line nextjs/no-img-element -- the picture is made in this page, no server can scale it */}
        <img src={drawn.url} alt={drawn.title || t("diagram")} width={drawn.width} height={drawn.height} className="mx-auto h-auto max-w-full" style={{ minWidth: Math.min(drawn.width, smallest) }} draggable={false} />
      </div>
    </CodeFrame>
  );
}

/** In pixels; a wide diagram scrolls sideways rather than become too small to read. */
const smallest = 480;

type Drawn = { drawn: DrawnDiagram | null; failed: boolean };

/** The picture in the colours of now. While a theme changes, the old one stays. */
function useDrawn(source: string, near: boolean): Drawn {
  const theme = useShownTheme();
  const [state, setState] = useState<Drawn>({ drawn: null, failed: false });
  useEffect(() => {
    if (!near) return undefined;
    let current = true;
    import("./diagram-drawer")
      .then(({ drawDiagram }) => drawDiagram(source))
      .then(
        (drawn) => current && setState({ drawn, failed: drawn === null }),
        () => current && setState({ drawn: null, failed: true }),
      );
    return () => {
      current = false;
    };
  }, [source, near, theme]);
  return state;
}
