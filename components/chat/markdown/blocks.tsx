import type { Tokens } from "marked";
import { useTranslations } from "next-intl";
import { lazy, memo, Suspense, type ReactNode } from "react";
import { decodeEntities } from "@/lib/markdown/entities";
import { CodeBlock } from "./code-block";
import { readInfo } from "./code-info";
import { Fold } from "./fold";
import { Formula } from "./formula";
import { drawInline, drawText } from "./inline";
import { inner, type MarkdownToken } from "./lex";
import { shownAtFirst } from "./length";
import { MentionContext } from "./mention-context";
import { Table } from "./table";

/** One block of a text. The same source is drawn once. */
export const MarkdownBlock = memo(
  function MarkdownBlock({ block }: { block: MarkdownToken; definitions: number }) {
    return drawBlock(block);
  },
  (before, after) => before.block.raw === after.block.raw && before.block.type === after.block.type && before.definitions === after.definitions,
);

function drawBlock(block: MarkdownToken, key?: number): ReactNode {
  switch (block.type) {
    case "paragraph":
      return <p key={key} dir="auto">{drawInline(block.tokens)}</p>;
    case "heading":
      return drawHeading(block, key);
    case "code":
      return drawCode(block, key);
    case "blockquote":
      return <MentionContext key={key} value={null}><blockquote dir="auto">{drawBlocks(block.tokens)}</blockquote></MentionContext>;
    case "list":
      return <List key={key} block={block} />;
    case "table":
      return <Table key={key} block={block} />;
    case "hr":
      return <hr key={key} />;
    case "html":
      // Shown, never run.
      return <MentionContext key={key} value={null}><p dir="auto" className="whitespace-pre-wrap">{drawText(block.text.trimEnd())}</p></MentionContext>;
    case "formula":
      return <Formula key={key} formula={block} />;
    case "text":
      return block.tokens ? drawInline(block.tokens) : drawText(decodeEntities(block.text), key);
    case "space":
    case "def":
    case "checkbox":
      return null;
    default:
      return drawInline([block]);
  }
}

function drawBlocks(blocks: readonly { type: string; raw: string }[] | undefined): ReactNode[] {
  return inner(blocks).map(drawBlock);
}

/** A message's headings stand below the page's own. */
function drawHeading(block: Tokens.Heading, key: number | undefined): ReactNode {
  const content = drawInline(block.tokens);
  if (block.depth === 1) return <h3 key={key} dir="auto" className="text-[1.3em]">{content}</h3>;
  if (block.depth === 2) return <h4 key={key} dir="auto" className="text-[1.14em]">{content}</h4>;
  return <h5 key={key} dir="auto" className="font-semibold">{content}</h5>;
}

function drawCode(block: Tokens.Code, key: number | undefined): ReactNode {
  const { language, fileName } = readInfo(block.lang ?? "");
  if (language === "math" || language === "latex-math") return <Formula key={key} formula={{ type: "formula", raw: block.raw, text: block.text, display: true, open: !isClosed(block) }} />;
  // What is still being written is no diagram yet.
  if (language === "mermaid" && isClosed(block)) return <Suspense key={key} fallback={<DiagramSource source={block.text} />}><Diagram source={block.text} /></Suspense>;
  return <CodeBlock key={key} code={block.text} language={language} fileName={fileName} />;
}

const isClosed = ({ raw }: Tokens.Code): boolean => /\n[ \t]*(?:`{3,}|~{3,})\s*$/.test(raw);

/** Few texts have a diagram. Without a connection to fetch what draws it, its source stands there. */
const Diagram = lazy(() => import("./diagram").then(({ Diagram: component }) => ({ default: component }), () => ({ default: DiagramSource })));

function DiagramSource({ source }: { source: string }) {
  const t = useTranslations("chat.markdown");
  return <div><CodeBlock code={source} language="mermaid" fileName={null} title={t("diagram")} /></div>;
}

function List({ block }: { block: Tokens.List }) {
  return (
    <Fold id={block.raw} count={block.items.length} most={shownAtFirst.listItems} what="items">
      {(shown) => {
        const items = block.items.slice(0, shown).map((item, index) => (
          <li key={index} dir="auto" className={item.task ? "list-none" : undefined}>
            {item.task ? <input type="checkbox" checked={item.checked ?? false} readOnly disabled className="me-2 -ms-5 align-[-0.1em] accent-accent" /> : null}
            {item.loose ? <div className="grid gap-[0.6em]">{drawBlocks(item.tokens)}</div> : drawBlocks(item.tokens)}
          </li>
        ));
        return block.ordered ? <ol start={block.start === "" ? undefined : block.start}>{items}</ol> : <ul>{items}</ul>;
      }}
    </Fold>
  );
}
