import { Tokenizer, type Tokens } from "marked";

/** A larger table is left as text: each of its rows has as many cells as its head. */
const maxCells = 20_000;

/** marked's tokenizer, which drops nothing that was written and knows the punctuation of Chinese, Japanese and Korean. */
export class FullTokenizer extends Tokenizer {
  readonly #definitions: Tokens.Def[] = [];
  readonly #addresses = new Set<string>();

  /** Turns definitions of links that nothing refers to into text, once all is read. */
  showUnusedDefinitions(): void {
    for (const definition of this.#definitions) {
      if (this.#addresses.has(definition.href)) continue;
      const text = definition.raw.trimEnd();
      const paragraph: Tokens.Paragraph = { type: "paragraph", raw: definition.raw, text, tokens: [{ type: "text", raw: text, text, escaped: false }] };
      Object.assign(definition, paragraph);
    }
  }

  override def(source: string): Tokens.Def | undefined {
    const token = super.def(source);
    if (!token) return undefined;
    // marked would drop the second definition of a name; no reference can have a line break in its name.
    const known = token.tag in this.lexer.tokens.links ? { ...token, tag: `${token.tag}\n${this.#definitions.length}` } : token;
    this.#definitions.push(known);
    return known;
  }

  override reflink(source: string, links: Parameters<Tokenizer["reflink"]>[1]): ReturnType<Tokenizer["reflink"]> {
    const token = super.reflink(source, links);
    if (token && "href" in token) this.#addresses.add(token.href);
    return token;
  }

  override table(source: string): Tokens.Table | undefined {
    const whole = this.rules.block.table.exec(source)?.[0];
    if (whole === undefined) return undefined;
    const [head = "", rule = "", ...rows] = whole.split("\n");
    const columns = countCells(head);
    const surplus = rows.reduce((most, row) => Math.max(most, countCells(row) - columns), 0);
    if ((columns + surplus) * (rows.length + 1) > maxCells) return undefined;
    if (surplus === 0) return super.table(source);
    const wider = [`${withoutEnd(head)}|${" |".repeat(surplus)}`, `${withoutEnd(rule)}${"|-".repeat(surplus)}`, ...rows].join("\n");
    const table = super.table(wider);
    return table?.raw.trimEnd().length === wider.trimEnd().length ? { ...table, raw: whole } : super.table(source);
  }

  /** A star between letters or digits of Latin script is a product or a part of a name. */
  override emStrong(source: string, masked: string, previous = ""): Tokens.Em | Tokens.Strong | undefined {
    const at = masked.length - source.length;
    if (/[\da-z)]\*[\da-z(]/i.test(masked.slice(Math.max(0, at - 1), at + 2)) || /^(?:\d\*|.\d)\*\*?\d/.test(masked.slice(Math.max(0, at - 2), at + 3))) return undefined;
    return super.emStrong(source, masked, previous);
  }

  /** Only two tildes strike: one stands for "about". */
  override del(source: string, masked: string, previous?: string): Tokens.Del | undefined {
    return source.startsWith("~~") ? super.del(source, masked, previous) : undefined;
  }

  override url(source: string): Tokens.Link | undefined {
    const token = super.url(source);
    const end = token ? token.raw.search(addressEnd) : -1;
    if (!token || end <= 0) return token;
    const raw = token.raw.slice(0, end);
    // What is left may be no address, as after "www.".
    return super.url(raw)?.raw === raw ? super.url(raw) : undefined;
  }
}

/** Rules in which letters and punctuation of Chinese, Japanese and Korean may touch a mark of emphasis: those languages have no spaces. */
export function inlineRules(rules: Rules["inline"]): Rules["inline"] {
  return { ...rules, punctuation: new RegExp(`^(?![*_])[\\s\\p{P}\\p{S}${asian}]`, "v"), emStrongLDelim: withoutAsian(rules.emStrongLDelim), emStrongRDelimAst: closingStars(rules.emStrongRDelimAst) };
}

type Rules = Tokenizer["rules"];

const asian = String.raw`\p{scx=Han}\p{scx=Hira}\p{scx=Kana}\p{scx=Hang}\p{scx=Bopo}\u3000-\u303F\uFF00-\uFFEF`;
/** Brackets and stops of these languages. */
const addressEnd = /[\u3001-\u3003\u3008-\u3011\u3014-\u301F\uFF01-\uFF0F\uFF1A-\uFF20\uFF3B-\uFF40\uFF5B-\uFF65]/u;

/** In these rules their punctuation counts as letters. */
const withoutAsian = ({ source, flags }: RegExp): RegExp => new RegExp(source.replaceAll(anyPunctuation, punctuation), flags.replace("u", "v"));
const anyPunctuation = String.raw`\p{P}\p{S}`;
const punctuation = `[[${anyPunctuation}]--[${asian}]]`;

/** A mark between any punctuation and a letter of theirs may end emphasis as well as begin it. */
function closingStars(rule: RegExp): RegExp {
  const { source, flags } = withoutAsian(rule);
  const mark = String.raw`(?!\*)(?!~)[${punctuation}](\*+)(?!\*)(?=(?!~)[${punctuation}])`;
  const beginning = String.raw`(?!\*)(?!~)[\s${punctuation}](\*+)(?=`;
  return new RegExp(source.replace(mark, String.raw`(?!\*)(?!~)[${punctuation}](\*+)(?!\*)(?=(?!~)[${punctuation}${asian}])`).replace(beginning, String.raw`(?![${punctuation}]\*+[${asian}])${beginning}`), flags);
}

const withoutEnd = (line: string): string => line.trimEnd().replace(/(?<!\\)\|$/, "");
const countCells = (line: string): number => 1 + [...withoutEnd(line).trimStart().replace(/^\|/, "").matchAll(/\\.|(\|)/g)].filter(([, pipe]) => pipe).length;
