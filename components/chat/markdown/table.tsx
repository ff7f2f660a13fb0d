"use client";

import type { Tokens } from "marked";
import { useTranslations } from "next-intl";
import { Fold } from "./fold";
import { drawInline } from "./inline";
import { shownAtFirst } from "./length";

/** A table that scrolls sideways in itself. */
export function Table({ block }: { block: Tokens.Table }) {
  const t = useTranslations("chat");
  const columns = block.header.length;
  const align = (index: number) => alignments[block.align[index] ?? "none"];
  return (
    <Fold id={block.raw} count={block.rows.length} most={Math.max(1, Math.min(shownAtFirst.tableRows, Math.floor(shownAtFirst.tableCells / columns)))} what="rows">
      {(shown) => (
        <div className="overflow-x-auto" tabIndex={0} role="group" aria-label={t("table")}>
          <table className="min-w-full font-sans">
            <thead>
              <tr>{block.header.map((cell, column) => <th key={column} dir="auto" className={align(column)}>{drawInline(cell.tokens)}</th>)}</tr>
            </thead>
            <tbody>
              {block.rows.slice(0, shown).map((row, index) => (
                <tr key={index}>{row.map((cell, column) => <td key={column} dir="auto" className={align(column)}>{drawInline(cell.tokens)}</td>)}</tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Fold>
  );
}

const alignments = { left: "text-left", right: "text-right", center: "text-center", none: undefined };
