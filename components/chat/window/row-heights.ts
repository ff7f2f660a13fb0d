/** Heights of rows by their keys, in CSS pixels: as they were last seen, or estimated. */
export class RowHeights {
  private readonly known = new Map<string, number>();
  private readonly estimate: (key: string) => number;

  constructor(estimate: (key: string) => number) {
    this.estimate = estimate;
  }

  set(key: string, height: number): void {
    this.known.set(key, height);
  }

  get(key: string): number {
    let height = this.known.get(key);
    if (height === undefined) this.known.set(key, (height = this.estimate(key)));
    return height;
  }
}

const nameAndMargins = 60;
const lineHeight = 26;
const lineLength = 76;
const codeLineHeight = 21;
/** A longer block of code scrolls inside. */
const mostCode = 560;

/** About how high a message stands, from its Markdown; exact numbers come once it has been seen. */
export function estimateHeight(text: string): number {
  let height = nameAndMargins;
  for (const [index, part] of text.split("```").entries()) {
    const lines = part.split("\n");
    if (index % 2 === 1) height += Math.min(mostCode, (lines.length + 2) * codeLineHeight);
    else for (const line of lines) height += line === "" ? lineHeight / 2 : Math.ceil(line.length / lineLength) * lineHeight;
  }
  return height;
}
