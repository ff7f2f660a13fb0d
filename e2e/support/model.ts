import type { RecordedRequest } from "../model-server/recorder";
import type { Failure, Settings } from "../model-server/settings";

/** The model server that runs beside the journeys. */
export type Model = {
  /** Says how questions are answered and what goes wrong; what isn't named stays. */
  set(settings: Partial<Settings>): Promise<void>;
  /** Answers questions that contain `match` with `answer`, and stops after so many words until `release`. */
  hold(match: string, answer: string, afterTokens: number): Promise<void>;
  /** Lets held answers go on, and later ones succeed. */
  release(): Promise<void>;
  /** Fails in answering questions that contain `match`, until `release`. */
  fail(match: string, failure: Failure): Promise<void>;
  /** The requests for answers to questions that contain `match`, oldest first. */
  requests(match: string): Promise<Pick<RecordedRequest, "messages" | "question">[]>;
};

/** A journey's hands on the model server at an address. */
export function modelAt(url: string): Model {
  const call = async (method: string, path: string, body?: unknown): Promise<unknown> => {
    const response = await fetch(`${url}/control${path}`, { method, body: body === undefined ? undefined : JSON.stringify(body) });
    if (!response.ok) throw new Error(`The model server refused ${method} ${path}: ${await response.text()}`);
    return response.json();
  };
  const set = async (settings: Partial<Settings>): Promise<void> => {
    await call("POST", "", settings);
  };
  return {
    set,
    hold: (match, answer, afterTokens) => set({ script: { [match]: answer }, failures: [{ kind: "hold", match, afterTokens }] }),
    release: () => set({ failures: [] }),
    fail: (match, failure) => set({ failures: [{ ...failure, match }] }),
    async requests(match) {
      // The model server's own type of answer.
      const { items } = (await call("GET", "/requests")) as { items: RecordedRequest[] };
      return items.filter(({ question }) => question.includes(match));
    },
  };
}

/** Settings as at the start. */
export async function resetModel(url: string): Promise<void> {
  await fetch(`${url}/control`, { method: "DELETE" });
}
