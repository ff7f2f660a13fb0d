import { corpus } from "../e2e/files/hostile-markdown/corpus";
import { median, ms, type Row } from "./support/table";

const rounds = 5;
const maxRatio = 3;
/** The longest message that may be typed, in characters. */
const length = 32_000;
/** It names a member, because readers of mentions pass over a text without an @. */
const prose = "The committee met on Tuesday and agreed with @Anna that the second draft needs clearer figures, a shorter summary and a date. ";

type Reader = { name: string; read: (text: string) => unknown };

/**
 * For every reader of strangers' texts the time of its slowest hostile input, beside its time for prose of the same
 * length. The text of both is as long as a message may be.
 */
export async function measureHostile(): Promise<Row[]> {
  const readers = await listReaders();
  const plain = fill(prose);
  const inputs = [...corpus.pathologies.map(fill), ...repeated.map(fill)];
  return readers.map(({ name, read }) => {
    const baseline = time(read, plain);
    const times = inputs.map((input) => time(read, input));
    const slowest = Math.max(...times);
    const sample = (inputs[times.indexOf(slowest)] ?? "").slice(0, 24);
    const ratio = slowest / baseline;
    return {
      name: `${name} of hostile text`,
      figure: `${ms(slowest)} (${JSON.stringify(sample)})`,
      baseline: `${ms(baseline)} (prose)`,
      result: ratio.toFixed(1),
      bar: `≤ ${maxRatio}`,
      met: ratio <= maxRatio,
    };
  });
}

/** Beside the corpus: texts that a person could type by repeating a few characters. */
const repeated = ["a", "[", "](", "`", "``a", "*a_", "> ", "- ", "| a ", "\\", "<a ", "$", "@a", "~~", "[1]", "\n\n", " \n", "![a](b)", "(", "http://a.b/", "&amp;", "1. ", "\u{5d0}", "\u{4f60}\u{597d}"];

const fill = (text: string): string => text.repeat(Math.ceil(length / text.length)).slice(0, length);

function time(read: (text: string) => unknown, text: string): number {
  const times: number[] = [];
  for (let round = 0; round <= rounds; round += 1) {
    // A text of its own each time, because some readers remember what they have read.
    const input = `${text.slice(0, -1)}${round}`;
    const started = performance.now();
    read(input);
    // The first round warms up.
    if (round > 0) times.push(performance.now() - started);
  }
  return median(times);
}

/** Read after the environment is set, as the modules read the configuration. */
async function listReaders(): Promise<Reader[]> {
  const [{ plainText }, { lexMarkdown }, { searchTerms }, { chunkPages }, { mentionsAssistant }, { findMentions }, { titleOf }, { firstLine }] = await Promise.all([
    import("../lib/markdown/plain-text"),
    import("../components/chat/markdown/lex"),
    import("../lib/knowledge/chunking/terms"),
    import("../lib/knowledge/chunking/chunk"),
    import("../lib/assistant/mentions"),
    import("../lib/chat/mentions"),
    import("../lib/chat/titles"),
    import("../components/chat/first-line"),
  ]);
  const people = [{ id: "1", name: "Anna" }, { id: "2", name: "Ben Miller" }];
  return [
    { name: "search snippet, digest", read: plainText },
    { name: "drawing", read: (text) => lexMarkdown(text) },
    { name: "drawing while it streams", read: (text) => lexMarkdown(text, { streaming: true }) },
    { name: "search terms", read: searchTerms },
    { name: "passages", read: (text) => chunkPages([{ number: 1, text }]) },
    { name: "mention of the assistant", read: mentionsAssistant },
    { name: "mentions of members", read: (text) => findMentions(text, people) },
    { name: "title", read: titleOf },
    { name: "first line", read: firstLine },
  ];
}
