"use client";

import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { CodeFrame } from "./code-frame";
import { CodeText } from "./code-text";
import { Fold } from "./fold";
import { revealHidden } from "./hidden-characters";
import { shownAtFirst } from "./length";

type CodeBlockProps = {
  code: string;
  language: string;
  fileName: string | null;
  /** Stands in the frame's head instead of the language. */
  title?: string;
  /** Stand in the frame's head before the button that copies. */
  actions?: ReactNode;
};

/** Code in a frame of its own that scrolls sideways in itself. Colours come when the page has time for them. */
export function CodeBlock({ code, language, fileName, title, actions }: CodeBlockProps) {
  const t = useTranslations("chat");
  const lines = revealHidden(code).split("\n");
  return (
    <CodeFrame title={title ?? fileName ?? (language || t("code"))} isFile={fileName !== null} copies={code} actions={actions}>
      <Fold id={code} count={lines.length} most={shownAtFirst.codeLines} what="lines" className="border-t border-line px-1.5 py-1">
        {(shown) => (
          <pre tabIndex={0} aria-label={fileName ?? (language ? t("codeIn", { language }) : t("code"))} className="overflow-x-auto px-3.5 pb-3 -outline-offset-2">
            <CodeText key={language} lines={lines.slice(0, shown)} language={language} />
          </pre>
        )}
      </Fold>
    </CodeFrame>
  );
}
