/** One row: what was measured, beside its baseline from the same run, and the bar that it must meet. */
export type Row = { name: string; figure: string; baseline: string; result: string; bar: string; met: boolean };

/** Prints rows as a table that reads well in a terminal and in Markdown. */
export function printTable(rows: Row[]): void {
  const lines = [["", "Socrates", "baseline", "result", "bar", ""], ...rows.map((row) => [row.name, row.figure, row.baseline, row.result, row.bar, row.met ? "met" : "NOT MET"])];
  const widths = lines[0]?.map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0))) ?? [];
  const text = (line: string[]) => `| ${line.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(" | ")} |`;
  console.log();
  for (const [index, line] of lines.entries()) {
    console.log(text(line));
    if (index === 0) console.log(`|${widths.map((width) => "-".repeat(width + 2)).join("|")}|`);
  }
}

/** The value below which `share` (0 to 1) of the values lie. */
export function quantile(values: number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(share * sorted.length) - 1))] ?? Number.NaN;
}

export const median = (values: number[]): number => quantile(values, 0.5);
export const ms = (value: number): string => `${value.toFixed(1)} ms`;
export const mean = (values: number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
