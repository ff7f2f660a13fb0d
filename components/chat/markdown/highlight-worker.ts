import { createHighlighterCore, createCssVariablesTheme, type HighlighterCore } from "shiki/core";
import { createJavaScriptRegexEngine } from "shiki/engine/javascript";
import { bundledLanguages, type BundledLanguage } from "shiki/langs";

/** Runs of one line: how many characters, in which colour (0 is the text's own). */
export type ColouredLine = [length: number, colour: number][];
export type ColourRequest = { id: number; code: string; language: string };
export type ColourReply = { id: number; lines: ColouredLine[] | null };

/** What the numbers of the colours stand for, from 1 on; the rest of the theme's names has the text's own colour. */
const colours = ["comment", "keyword", "string", "constant", "inserted", "deleted", "changed"];
const alike: Record<string, string> = { "string-expression": "string", function: "constant", link: "constant" };

const theme = createCssVariablesTheme({ name: "socrates", variablePrefix: "--", fontStyle: false });
/** Characters; a longer line has the text's own colour. */
const longestLine = 5_000;

let highlighter: Promise<HighlighterCore> | undefined;
// One after the other, so that the page can tell which question a worker hangs on.
let queue: Promise<void> = Promise.resolve();

addEventListener("message", ({ data: { id, code, language } }: MessageEvent<ColourRequest>) => {
  queue = queue
    .then(() => highlight(code, language))
    .then(
      (lines) => reply({ id, lines }),
      // A grammar that fails on this code leaves it without colours.
      () => reply({ id, lines: null }),
    );
});

const reply = (message: ColourReply): void => postMessage(message);

async function highlight(code: string, language: string): Promise<ColouredLine[] | null> {
  if (!isKnown(language)) return null;
  highlighter ??= createHighlighterCore({ themes: [theme], langs: [], engine: createJavaScriptRegexEngine({ forgiving: true }) });
  const core = await highlighter;
  if (!core.getLoadedLanguages().includes(language)) await core.loadLanguage(bundledLanguages[language]);
  // A line that is given up makes nonsense of the next: who asked gives up the whole (colours.ts).
  const { tokens } = core.codeToTokens(code, { lang: language, theme: "socrates", tokenizeMaxLineLength: longestLine, tokenizeTimeLimit: 0 });
  return tokens.map((line) => joined(line.map(({ content, color }) => [content.length, numberOf(color)])));
}

/** Neighbours of one colour become one run, so that the page has fewer elements. */
function joined(line: ColouredLine): ColouredLine {
  const runs: ColouredLine = [];
  for (const [length, colour] of line) {
    const last = runs.at(-1);
    if (last?.[1] === colour) last[0] += length;
    else runs.push([length, colour]);
  }
  return runs;
}

function numberOf(colour: string | undefined): number {
  const name = /--token-([a-z-]+)/.exec(colour ?? "")?.[1] ?? "";
  return colours.indexOf(alike[name] ?? name) + 1;
}

const isKnown = (language: string): language is BundledLanguage => Object.hasOwn(bundledLanguages, language);
