import type { Tokens } from "marked";
import { useTranslations } from "next-intl";
import { memo, type ReactNode } from "react";
import { CodeBlock } from "./code-block";
import { Inline } from "./inline";
import { decodeEntities, inner, type MarkdownToken } from "./lex";

/** One block of a text. The same source is drawn once. */
export const MarkdownBlock = memo(
  function MarkdownBlock({ block }: { block: MarkdownToken; definitions: number }) {
    return <Block block={block} />;
  },
  (before, after) => before.block.raw === after.block.raw && before.block.type === after.block.type && before.definitions === after.definitions,
);

function Block({ block }: { block: MarkdownToken }): ReactNode {
  switch (block.type) {
    case "paragraph":
      return <p dir="auto"><Inline tokens={inner(block.tokens)} /></p>;
    case "heading":
      return <Heading block={block} />;
    case "code":
      return <CodeBlock code={block.text} language={block.lang?.split(/\s/, 1)[0] ?? ""} />;
    case "blockquote":
      return <blockquote dir="auto"><Blocks blocks={inner(block.tokens)} /></blockquote>;
    case "list":
      return <List block={block} />;
    case "table":
      return <Table block={block} />;
    case "hr":
      return <hr />;
    case "html":
      // Shown, never run.
      return <p dir="auto" className="whitespace-pre-wrap">{block.text.trimEnd()}</p>;
    case "text":
      return block.tokens ? <Inline tokens={inner(block.tokens)} /> : decodeEntities(block.text);
    case "space":
    case "def":
    case "checkbox":
      return null;
    default:
      return <Inline tokens={[block]} />;
  }
}

function Blocks({ blocks }: { blocks: MarkdownToken[] }) {
  return blocks.map((block, index) => <Block key={index} block={block} />);
}

/** A message's headings stand below the page's own. */
function Heading({ block }: { block: Tokens.Heading }) {
  const content = <Inline tokens={inner(block.tokens)} />;
  if (block.depth === 1) return <h3 dir="auto" className="text-[1.3em]">{content}</h3>;
  if (block.depth === 2) return <h4 dir="auto" className="text-[1.14em]">{content}</h4>;
  return <h5 dir="auto" className="font-semibold">{content}</h5>;
}

function List({ block }: { block: Tokens.List }) {
  const items = block.items.map((item, index) => (
    <li key={index} dir="auto" className={item.task ? "list-none" : undefined}>
      {item.task ? <input type="checkbox" checked={item.checked ?? false} readOnly disabled className="me-2 -ms-5 align-[-0.1em] accent-accent" /> : null}
      {item.loose ? <div className="grid gap-[0.6em]"><Blocks blocks={inner(item.tokens)} /></div> : <Blocks blocks={inner(item.tokens)} />}
    </li>
  ));
  return block.ordered ? <ol start={block.start === "" ? undefined : block.start}>{items}</ol> : <ul>{items}</ul>;
}

function Table({ block }: { block: Tokens.Table }) {
  const t = useTranslations("chat");
  const align = (index: number) => alignments[block.align[index] ?? "none"];
  return (
    <div className="overflow-x-auto" tabIndex={0} role="group" aria-label={t("table")}>
      <table className="min-w-full font-sans">
        <thead>
          <tr>{block.header.map((cell, index) => <th key={index} dir="auto" className={align(index)}><Inline tokens={inner(cell.tokens)} /></th>)}</tr>
        </thead>
        <tbody>
          {block.rows.map((row, index) => (
            <tr key={index}>{row.map((cell, column) => <td key={column} dir="auto" className={align(column)}><Inline tokens={inner(cell.tokens)} /></td>)}</tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

const alignments = { left: "text-left", right: "text-right", center: "text-center", none: undefined };
