import path from "node:path";
import postgres from "postgres";
import { embeddedSocketPath } from "../../lib/core/embedded/paths";
import type { ApiUser } from "./api";
import type { Conversation } from "./people";

/** Messages are a minute apart. */
const minute = 60_000;
const rowsAtOnce = 500;

/**
 * Fills a conversation with messages as a year of work would: questions and answers with long code, tables, lists and
 * formulas. They go straight into the embedded database of the server under test.
 * @returns their ids, oldest first
 */
export async function fillConversation({ projectId, sessionId }: Conversation, { userId }: ApiUser, count: number): Promise<string[]> {
  const folder = process.env["E2E_FOLDER"];
  if (!folder) throw new Error("The folder of the journeys' servers is named by E2E_FOLDER, which playwright.config.ts sets.");
  const sql = postgres({ path: embeddedSocketPath(path.join(folder, "model", "postgres")), user: "postgres", database: "postgres", max: 1, onnotice: () => undefined });
  const began = Date.now() - count * minute;
  const ids = Array.from({ length: count }, (_, n) => idAt(began + n * minute, n));
  try {
    for (let from = 0; from < count; from += rowsAtOnce) {
      const rows = ids.slice(from, from + rowsAtOnce).map((id, at) => {
        const n = from + at;
        const isAnswer = n % 2 === 1;
        const moment = new Date(began + n * minute);
        return {
          id, project_id: projectId, session_id: sessionId, content: contentOf(n), created_at: moment, updated_at: moment, status: "complete",
          role: isAnswer ? "assistant" : "user", user_id: isAnswer ? null : userId, reply_to: isAnswer ? (ids[n - 1] ?? null) : null,
          metadata: isAnswer ? sql.json({ model: "test-model", durationMs: 1_000 + (n % 9_000) }) : sql.json({}),
        };
      });
      await sql`insert into messages ${sql(rows)}`;
    }
    await sql`analyze messages`;
  } finally {
    await sql.end();
  }
  return ids;
}

/** How a message begins, so that it can be told from the others. */
export const titleOf = (n: number): string => `Message ${n}`;

/** A UUID of version 7 that rises with `n`. */
function idAt(moment: number, n: number): string {
  const time = moment.toString(16).padStart(12, "0");
  return `${time.slice(0, 8)}-${time.slice(8)}-7${(n % 4_096).toString(16).padStart(3, "0")}-8${n.toString(16).padStart(3, "0").slice(-3)}-${n.toString(16).padStart(12, "0")}`;
}

function contentOf(n: number): string {
  const answers = [code, prose, table, code, lists, formulas, code, prose];
  return n % 2 === 0 ? question(n) : `${titleOf(n)}. ${(answers[((n - 1) / 2) % answers.length] ?? prose)(n)}`;
}

const words = "the method asks before it answers and a reader finds each source where the argument needs it while notes from earlier meetings keep their place in the margin of the page".split(" ");
const sentence = (n: number, length: number): string => `${Array.from({ length }, (_, at) => words[(n * 7 + at * 3) % words.length]).join(" ")}.`;
const paragraph = (n: number, sentences: number): string => Array.from({ length: sentences }, (_, at) => sentence(n + at * 5, 9 + ((n + at) % 12))).join(" ");

const question = (n: number): string => `${titleOf(n)}. ${paragraph(n, 1 + (n % 4))}${n % 6 === 0 ? `\n\n- ${sentence(n, 6)}\n- ${sentence(n + 1, 8)}\n- \`${words[n % words.length]}()\` ${sentence(n + 2, 5)}` : ""}`;
const prose = (n: number): string => `${paragraph(n, 4)}\n\n${paragraph(n + 3, 6)}\n\n> ${sentence(n, 20)}\n\n${paragraph(n + 9, 5)} **${sentence(n, 4)}** See [the guide](https://example.org/guide/${n}).`;
const lists = (n: number): string => `${sentence(n, 12)}\n\n${Array.from({ length: 8 }, (_, at) => `${at + 1}. **${words[(n + at) % words.length]}**: ${sentence(n + at, 14)}\n   - ${sentence(n + at, 8)}\n   - [${at % 2 ? "x" : " "}] ${sentence(n + at + 1, 6)}`).join("\n")}\n\n## What follows\n\n${paragraph(n, 3)}`;
const table = (n: number): string => `${sentence(n, 10)}\n\n| Step | Measure | Before | After | Change |\n|:--|:--|--:|--:|--:|\n${Array.from({ length: 24 }, (_, at) => `| ${at + 1} | ${words[(n + at) % words.length]} ${words[(n + at * 2) % words.length]} | ${(n * 13 + at * 7) % 900} | ${(n * 5 + at * 11) % 900} | \`${(at % 7) - 3} %\` |`).join("\n")}\n\n${paragraph(n, 2)}`;
const formulas = (n: number): string => `${sentence(n, 10)} The mean is $\\bar{x} = \\frac{1}{n}\\sum_{i=1}^{n} x_i$, and so\n\n$$\n\\sigma^2 = \\frac{1}{n-1} \\sum_{i=1}^{n} (x_i - \\bar{x})^2 = ${n}\n$$\n\n${paragraph(n, 3)} With $\\alpha = 0.0${n % 9}$ and $\\beta_{${n % 7}}$ it follows that $e^{i\\pi} + 1 = 0$.\n\n${paragraph(n + 2, 2)}`;
const code = (n: number): string => {
  const [language, lines] = languages[n % languages.length] ?? (["text", () => ""] as const);
  return `${sentence(n, 12)}\n\n\`\`\`${language}\n${Array.from({ length: 50 + (n % 90) }, (_, at) => lines(n, at)).join("\n")}\n\`\`\`\n\n${paragraph(n, 2)}`;
};

type Line = (n: number, at: number) => string;
const languages: readonly (readonly [string, Line])[] = [
  ["ts", (n, at) => (at % 6 === 0 ? `export async function step${at}(input: Input<${n}>): Promise<Result> { // ${words[at % words.length]}` : at % 6 === 5 ? "}" : `  const value${at} = await load("${words[(n + at) % words.length]}", { limit: ${at * n}, isOpen: true });`)],
  ["python", (n, at) => (at % 5 === 0 ? `def step_${at}(items: list[str], limit: int = ${n}) -> dict[str, int]:` : `    counts["${words[at % words.length]}"] = sum(len(item) for item in items if item != '${n}')  # ${at}`)],
  ["rust", (_, at) => (at % 5 === 0 ? `pub fn step_${at}<'a>(input: &'a [u8]) -> Option<&'a str> {` : at % 5 === 4 ? "}" : `    let value_${at}: Vec<u64> = input.iter().map(|byte| u64::from(*byte) * ${at}).collect();`)],
  ["sql", (n, at) => `select id, name, count(*) filter (where status = '${words[at % words.length]}') as n${at} from notes_${n} group by 1, 2 -- ${at}`],
  ["json", (n, at) => `  "${words[at % words.length]}${at}": { "value": ${n * at}, "open": ${at % 2 === 0}, "tags": ["a", "b", null] },`],
  ["css", (n, at) => `.note-${n}-${at} { color: oklch(0.6 0.1 ${at}); margin: ${at}px 0 auto; content: "${words[at % words.length]}"; }`],
];
