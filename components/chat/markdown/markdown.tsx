"use client";

import { memo, useMemo } from "react";
import { cn } from "@/components/ui/cn";
import { MarkdownBlock } from "./blocks";
import { Fold } from "./fold";
import { measureLength, shownAtFirst } from "./length";
import { lexMarkdown } from "./lex";

type MarkdownProps = {
  text: string;
  /** The text is still being written. */
  streaming?: boolean;
  /** Single new lines break the line. */
  breaks?: boolean;
  className?: string;
};

/**
 * Markdown as React elements; raw HTML is shown as the text it is. While it grows, only the block that changes is
 * drawn again. Marks like `[1]` are drawn by the CitationProvider around it. Whatever the text holds, nothing of it
 * stands outside of this element.
 */
export const Markdown = memo(function Markdown({ text, streaming = false, breaks = false, className }: MarkdownProps) {
  const blocks = useMemo(() => lexMarkdown(text, { streaming, breaks }), [text, streaming, breaks]);
  // A definition of a link, wherever it stands, changes what other blocks look like.
  const definitions = blocks.filter((block) => block.type === "def").length;
  const { lines, fits } = useMemo(() => measureLength(blocks), [blocks]);
  return (
    <Fold id={text} count={lines} most={streaming ? Number.POSITIVE_INFINITY : shownAtFirst.lines} what="blocks">
      {(shown) => (
        <div className={cn("reading contained", shown < lines && "folded", streaming && "streaming", className)}>
          {blocks.slice(0, shown < lines ? fits : undefined).map((block, index) =>
            // Blocks are only ever added at the end or changed in place, so the position is the identity.
            block.type === "space" || block.type === "def" ? null : <MarkdownBlock key={index} block={block} definitions={definitions} />,
          )}
        </div>
      )}
    </Fold>
  );
});
