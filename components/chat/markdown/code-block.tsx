"use client";

import { Check, Copy } from "lucide-react";
import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { IconButton } from "@/components/ui/icon-button";
import type { HighlightedLine } from "./highlight";

/** Code in a frame of its own that scrolls inside. Colours come when the highlighter has been loaded. */
export function CodeBlock({ code, language }: { code: string; language: string }) {
  const t = useTranslations("chat");
  const lines = useHighlight(code, language);
  return (
    <div dir="ltr" className="group/code overflow-hidden rounded-md border border-line bg-sunken font-sans">
      <div className="flex h-8 items-center justify-between ps-3.5 pe-1">
        <span className="truncate text-xs text-faint">{language || t("code")}</span>
        <CopyButton text={code} />
      </div>
      <pre tabIndex={0} aria-label={language ? t("codeIn", { language }) : t("code")} className={`${colours} max-h-128 overflow-auto px-3.5 pb-3 -outline-offset-2`}>
        <code>
          {lines
            ? lines.map((line, index) => (
                <span key={index}>
                  {line.map((part, at) => <span key={at} style={part.color ? { color: part.color } : undefined}>{part.text}</span>)}
                  {index < lines.length - 1 ? "\n" : null}
                </span>
              ))
            : code}
        </code>
      </pre>
    </div>
  );
}

function CopyButton({ text }: { text: string }) {
  const t = useTranslations("chat");
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return undefined;
    const timer = setTimeout(() => setCopied(false), 2_000);
    return () => clearTimeout(timer);
  }, [copied]);
  return (
    <IconButton
      size="sm"
      label={copied ? t("copied") : t("copyCode")}
      onClick={() => void navigator.clipboard.writeText(text).then(() => setCopied(true), () => setCopied(false))}
    >
      {copied ? <Check /> : <Copy />}
    </IconButton>
  );
}

/** The lines in colours, or null until they are there. While code grows, the last colours stay for the lines they fit. */
function useHighlight(code: string, language: string): HighlightedLine[] | null {
  const [found, setFound] = useState<{ code: string; lines: HighlightedLine[] } | null>(null);
  useEffect(() => {
    if (!language || code.length > mostHighlighted) return undefined;
    let current = true;
    void import("./highlight")
      .then(({ highlight }) => highlight(code, language))
      .then(
        (lines) => current && lines && setFound({ code, lines }),
        // Without its colours the code is still all there.
        () => undefined,
      );
    return () => {
      current = false;
    };
  }, [code, language]);
  if (!found) return null;
  if (found.code === code) return found.lines;
  const whole = found.lines.slice(0, -1);
  const known = found.code.slice(0, found.code.lastIndexOf("\n") + 1);
  if (!code.startsWith(known)) return null;
  return [...whole, ...code.slice(known.length).split("\n").map((text) => [{ text }])];
}

/** Longer code would hold the page up while it is coloured. */
const mostHighlighted = 30_000;

/** The theme's colours under the names that the highlighter writes. */
const colours = [
  "[--code-foreground:var(--ink)]",
  "[--code-token-comment:var(--faint)]",
  "[--code-token-keyword:var(--accent-text)]",
  "[--code-token-string:var(--success)]",
  "[--code-token-string-expression:var(--success)]",
  "[--code-token-constant:var(--info)]",
  "[--code-token-function:var(--info)]",
  "[--code-token-parameter:var(--ink)]",
  "[--code-token-punctuation:var(--subtle)]",
  "[--code-token-link:var(--info)]",
].join(" ");
