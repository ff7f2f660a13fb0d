import { makePdf, type PdfTextLine } from "./make-pdf.ts";
import { SAMPLE_PAGES, SAMPLE_TITLE, type SampleBlock } from "./sample-paper-text.ts";

/**
 * A made-up paper on a tide mill, for journeys that ask about a document: a question, the sentence that answers it,
 * word for word, and the page it is on. No other page answers it.
 */
export const samplePaper = {
  title: SAMPLE_TITLE,
  fileName: "tide-mill.pdf",
  pageCount: SAMPLE_PAGES.length,
  question: "How does the sluice controller decide when to open the gate?",
  answer: {
    sentence:
      "The sluice controller opens the gate as soon as the sea stands forty centimetres above the pond and has risen for three readings in a row.",
    page: 3,
  },
  /** A second question, for conversations of more than one turn. */
  followUp: {
    question: "What happens when a float gauge fails?",
    sentence:
      "When a float gauge fails, the controller closes the gate, rings the bell in the miller's house and waits for a hand on the lever.",
    page: 5,
  },
  /** The bytes of the PDF. */
  pdf: (): Buffer => makePdf(SAMPLE_PAGES.map(pageLines), { title: SAMPLE_TITLE }),
  /** The same paper as Markdown. */
  markdown: (): string => SAMPLE_PAGES.flat().map(markdownBlock).join("\n\n") + "\n",
} as const;

/** What fits between the margins, in units of the size of the letters: 467 points of 11 point Helvetica. */
const LINE_WIDTH = 42;

function pageLines(blocks: readonly SampleBlock[]): PdfTextLine[] {
  return blocks.flatMap((block): PdfTextLine[] => {
    if ("title" in block) return [{ text: block.title, size: 16, bold: true }, ""];
    if ("heading" in block) return [{ text: block.heading, size: 13, bold: true }, { text: "", size: 4 }];
    return [...wrapped(block.text), { text: "", size: 8 }];
  });
}

function wrapped(text: string): string[] {
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const last = lines.at(-1);
    if (last !== undefined && widthOf(`${last} ${word}`) <= LINE_WIDTH) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}

/** The width of a text in Helvetica, roughly. */
function widthOf(text: string): number {
  const narrow = text.match(/[ .,:;'()ijltfrI-]/g)?.length ?? 0;
  const wide = text.match(/[A-HJ-Zmw]/g)?.length ?? 0;
  return narrow * 0.28 + wide * 0.74 + (text.length - narrow - wide) * 0.54;
}

function markdownBlock(block: SampleBlock): string {
  if ("title" in block) return `# ${block.title}`;
  return "heading" in block ? `## ${block.heading}` : block.text;
}
