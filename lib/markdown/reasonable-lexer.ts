import { Lexer, type MarkedOptions, type Token, type TokensList } from "marked";
import { FullTokenizer, inlineRules } from "./tokenizer";

/** What a text may ask of its reader's browser, or of the server that prints it. What goes beyond stands there as it was written. */
const most = {
  /** Quotations and lists within each other; each level is read again for the next. */
  blockDepth: 24,
  /** Emphasis and links within each other. */
  inlineDepth: 24,
  /** Marks of emphasis in one paragraph: the time to pair them grows with their square. */
  emphasis: 2_000,
  /** All marks in one paragraph; each becomes an element of its own. */
  marks: 4_000,
  /** What may end an address in one paragraph: the search for an address's end tries each. */
  addressEnds: 1_500,
  /** Spaces in a row: behind each, the end of the line is looked for. */
  spaces: 1_000,
};

/** marked's lexer for texts of strangers: no text takes it long, and none ends in an error. */
export class ReasonableLexer extends Lexer {
  #blockDepth = 0;
  #inlineDepth = 0;
  readonly #tokenizer: FullTokenizer;

  constructor(options: MarkedOptions = {}) {
    const tokenizer = new FullTokenizer();
    super({ gfm: true, ...options, tokenizer });
    this.#tokenizer = tokenizer;
    tokenizer.rules = { ...tokenizer.rules, inline: inlineRules(tokenizer.rules.inline) };
  }

  override lex(source: string): TokensList {
    const tokens = super.lex(source);
    this.#tokenizer.showUnusedDefinitions();
    return tokens;
  }

  override blockTokens(source: string, tokens?: Token[], lastParagraphClipped?: boolean): Token[];
  override blockTokens(source: string, tokens?: TokensList, lastParagraphClipped?: boolean): TokensList;
  override blockTokens(source: string, tokens: Token[] = [], lastParagraphClipped?: boolean): Token[] {
    if (this.#blockDepth >= most.blockDepth) return addText(tokens, source);
    this.#blockDepth += 1;
    try {
      return super.blockTokens(source, tokens, lastParagraphClipped);
    } finally {
      this.#blockDepth -= 1;
    }
  }

  override inlineTokens(source: string, tokens: Token[] = []): Token[] {
    if (this.#inlineDepth >= most.inlineDepth || isUnreasonable(source)) return addText(tokens, source);
    this.#inlineDepth += 1;
    try {
      return super.inlineTokens(source, tokens);
    } finally {
      this.#inlineDepth -= 1;
    }
  }
}

/** True for a paragraph that would take long to read. */
export function isUnreasonable(paragraph: string): boolean {
  if (paragraph.length <= most.spaces) return false;
  let emphasis = 0;
  let marks = 0;
  let addressEnds = 0;
  let spaces = 0;
  for (const character of paragraph) {
    if ("*_~".includes(character)) emphasis += 1;
    if ("*_~`[<$!&\\".includes(character)) marks += 1;
    if (")_&;".includes(character)) addressEnds += 1;
    spaces = character === " " ? spaces + 1 : 0;
    if (spaces > most.spaces) return true;
  }
  return emphasis > most.emphasis || marks > most.marks || addressEnds > most.addressEnds;
}

function addText(tokens: Token[], source: string): Token[] {
  if (source !== "") tokens.push({ type: "text", raw: source, text: source, escaped: false });
  return tokens;
}
