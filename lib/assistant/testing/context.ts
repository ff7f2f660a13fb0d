import type { SearchHit } from "@/lib/knowledge/schemas";
import { trunk } from "../branch-queries";
import type { AnswerContext } from "../context";
import type { HistoryMessage } from "../history";

/** What somebody said; without a name the assistant. */
export const said = (userName: string | null, content: string): HistoryMessage => ({ id: content, role: userName ? "user" : "assistant", content, userName, attachments: [] });

/** A passage as a search finds it. */
export const hit = (text: string, at: Partial<SearchHit> = {}): SearchHit => ({ documentId: "0190c0de-0000-7000-8000-000000000001", title: "Paper", chunkIndex: 0, page: 4, start: 100, end: 100 + text.length, text, heading: null, highlights: [], score: 1, ...at });

/** What an answer is made of, with whatever a test needs to be otherwise. */
export const contextOf = (part: Partial<AnswerContext>): AnswerContext => ({
  model: { name: "test-chat", kind: "compatible", sees: false, contextTokens: 8_192 },
  begun: "",
  cited: [],
  project: { name: "Tracing", description: "A study.", instructions: "Answer like a pirate.", documents: 1, waiting: 0 },
  documentTitles: [],
  members: [{ name: "Olga", role: "owner" }, { name: "Edda", role: "editor" }],
  summary: null,
  history: [said("Edda", "When?")],
  repliedTo: null,
  files: new Map(),
  question: "When?",
  query: "When?",
  passages: [],
  thread: { projectId: "", sessionId: "", view: trunk, questionId: "", answerId: "", readAt: "" },
  historyTokens: 4_000,
  ...part,
});
