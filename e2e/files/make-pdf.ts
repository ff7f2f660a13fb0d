/** PDFs for tests, written by hand, so that no test needs a file from elsewhere. */

/** A line of a page: its words, its size in points (11 unless told), bold or not. An empty text leaves a gap. */
export type PdfTextLine = string | { text: string; size?: number; bold?: boolean };

export interface PdfOptions {
  /** The title in the document's information. */
  title?: string;
}

/**
 * Writes a PDF with a text layer: one entry a page, one line below the other, in Helvetica. Characters outside of
 * WinAnsi (Latin letters, common punctuation) become question marks.
 */
export function makePdf(
  pages: readonly (readonly PdfTextLine[] | { readonly lines: readonly PdfTextLine[] })[],
  options: PdfOptions = {},
): Buffer {
  return write({ pages: pages.map((page) => pageContent("lines" in page ? page.lines : page)), title: options.title });
}

/** A PDF that opens with a password only; whatever it holds can't be read without. */
export function makeEncryptedPdf(): Buffer {
  const key = (digit: string) => `<${digit.repeat(64)}>`;
  const encrypt = `<< /Filter /Standard /V 2 /R 3 /Length 128 /P -3904 /O ${key("a")} /U ${key("5")} >>`;
  return write({ pages: [pageContent(["This text is locked."])], encrypt });
}

/** A file that begins as a PDF and then holds nothing that belongs together. */
export function makeDamagedPdf(): Buffer {
  const noise = Array.from({ length: 400 }, (_, index) => String.fromCharCode(33 + ((index * 37) % 90))).join("");
  return Buffer.from(`%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages 9 0 R\n${noise}`, "latin1");
}

/** A PDF of one page with a drawing and no text, as a scan would be. */
export function makeEmptyPdf(): Buffer {
  return write({ pages: [Buffer.from("0.8 g 72 72 200 300 re f", "latin1")] });
}

const PAGE = { width: 595, height: 842, margin: 64 } as const;

const LINE_SPACING = 1.3;

function pageContent(lines: readonly PdfTextLine[]): Buffer {
  const parts: Buffer[] = [];
  let baseline: number = PAGE.height - PAGE.margin;
  for (const entry of lines) {
    const { text, size = 11, bold = false } = typeof entry === "string" ? { text: entry } : entry;
    baseline -= size * LINE_SPACING;
    if (text === "") continue;
    parts.push(
      Buffer.from(`BT /${bold ? "Bold" : "Plain"} ${size} Tf ${PAGE.margin} ${baseline.toFixed(1)} Td (`, "latin1"),
      escaped(winAnsi(text)),
      Buffer.from(") Tj ET\n", "latin1"),
    );
  }
  return Buffer.concat(parts);
}

/** Windows-1252 has these at 0x80 to 0x9f; the rest is as in Latin-1. */
const WIN_ANSI = "€\0‚ƒ„…†‡ˆ‰Š‹Œ\0Ž\0\0‘’“”•–—˜™š›œ\0žŸ";

function winAnsi(text: string): Buffer {
  const bytes = Array.from(text.normalize("NFC"), (character) => {
    const code = character.codePointAt(0) ?? 0;
    const special = WIN_ANSI.indexOf(character);
    if (special !== -1 && character !== "\0") return 0x80 + special;
    return (code >= 0x20 && code < 0x7f) || (code >= 0xa0 && code <= 0xff) ? code : 0x3f;
  });
  return Buffer.from(bytes);
}

function escaped(bytes: Buffer): Buffer {
  return Buffer.from([...bytes].flatMap((byte) => (byte === 0x28 || byte === 0x29 || byte === 0x5c ? [0x5c, byte] : [byte])));
}

/** Numbers the objects, writes them one after the other, and the table of where each begins. */
function write({ pages, title, encrypt }: { pages: Buffer[]; title?: string | undefined; encrypt?: string }): Buffer {
  const font = (name: string) => `<< /Type /Font /Subtype /Type1 /BaseFont /${name} /Encoding /WinAnsiEncoding >>`;
  const firstPage = 6;
  const kids = pages.map((_, index) => `${firstPage + index * 2} 0 R`).join(" ");
  const objects: (string | Buffer)[] = [
    "<< /Type /Catalog /Pages 2 0 R >>",
    `<< /Type /Pages /Count ${pages.length} /Kids [${kids}] /MediaBox [0 0 ${PAGE.width} ${PAGE.height}] ` +
      "/Resources << /Font << /Plain 3 0 R /Bold 4 0 R >> >> >>",
    font("Helvetica"),
    font("Helvetica-Bold"),
    Buffer.concat([Buffer.from("<< /Title ("), escaped(winAnsi(title ?? "")), Buffer.from(") >>")]),
    ...pages.flatMap((content, index) => [
      `<< /Type /Page /Parent 2 0 R /Contents ${firstPage + index * 2 + 1} 0 R >>`,
      Buffer.concat([Buffer.from(`<< /Length ${content.length} >>\nstream\n`), content, Buffer.from("\nendstream")]),
    ]),
  ];
  const parts: Buffer[] = [Buffer.from("%PDF-1.4\n%\u00e2\u00e3\u00cf\u00d3\n", "latin1")];
  const offsets: number[] = [];
  let length = parts[0]?.length ?? 0;
  objects.forEach((object, index) => {
    const body = typeof object === "string" ? Buffer.from(object, "latin1") : object;
    const part = Buffer.concat([Buffer.from(`${index + 1} 0 obj\n`), body, Buffer.from("\nendobj\n")]);
    offsets.push(length);
    length += part.length;
    parts.push(part);
  });
  const rows = offsets.map((offset) => `${String(offset).padStart(10, "0")} 00000 n \n`).join("");
  const id = "[<00112233445566778899aabbccddeeff> <00112233445566778899aabbccddeeff>]";
  parts.push(
    Buffer.from(
      `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${rows}trailer\n<< /Size ${objects.length + 1} /Root 1 0 R ` +
        `/Info 5 0 R /ID ${id}${encrypt === undefined ? "" : ` /Encrypt ${encrypt}`} >>\nstartxref\n${length}\n%%EOF\n`,
    ),
  );
  return Buffer.concat(parts);
}
