import { createHighlighterCore, createCssVariablesTheme, type HighlighterCore } from "shiki/core";
import { createJavaScriptRegexEngine } from "shiki/engine/javascript";
import { bundledLanguages, type BundledLanguage } from "shiki/langs";

export type HighlightedLine = { text: string; color?: string }[];

/** Colours code; each language is loaded when it is first asked for. Null for a language it doesn't know. */
export async function highlight(code: string, language: string): Promise<HighlightedLine[] | null> {
  const lang = language.toLowerCase();
  if (!isKnown(lang)) return null;
  highlighter ??= createHighlighterCore({ themes: [theme], langs: [], engine: createJavaScriptRegexEngine({ forgiving: true }) });
  const core = await highlighter;
  if (!core.getLoadedLanguages().includes(lang)) await core.loadLanguage(bundledLanguages[lang]);
  const { tokens } = core.codeToTokens(code, { lang, theme: theme.name ?? "" });
  return tokens.map((line) => line.map(({ content, color }) => (color ? { text: content, color } : { text: content })));
}

let highlighter: Promise<HighlighterCore> | undefined;
const theme = createCssVariablesTheme({ name: "socrates", variablePrefix: "--code-", fontStyle: false });
const isKnown = (language: string): language is BundledLanguage => Object.hasOwn(bundledLanguages, language);
