import { describe, expect, it, vi } from "vitest";
import type { ProjectEvent } from "@/lib/events/catalogue";
import type { Document } from "@/lib/knowledge/schemas";
import { DocumentStates } from "./document-states";

const document = (changes: Partial<Document> = {}): Document => ({
  id: "d1", projectId: "p", userId: null, title: "Notes", documentType: "md", mediaType: "text/markdown", fileSize: 1, tags: [], scope: "conversation", sessionId: null,
  status: "processing", progress: 0.2, problem: null, pageCount: null, chunkCount: null, createdAt: "", updatedAt: "", ...changes,
});
const event = (name: ProjectEvent["name"], payload: Record<string, unknown>, thing?: Document): ProjectEvent => ({ name, projectId: "p", seq: null, userId: null, at: "", payload: { documentId: "d1", ...payload }, ...(thing ? { thing } : {}) });

/** States whose requests are answered when the test says so. */
function make() {
  const answers: ((value: Document) => void)[] = [];
  const get = vi.fn(() => new Promise<Document>((resolve) => void answers.push(resolve)));
  // The one method of the client that is used, for the one type that is asked for.
  const states = new DocumentStates("p", { get } as unknown as ConstructorParameters<typeof DocumentStates>[1]);
  const answer = async (value: Document) => {
    answers.shift()?.(value);
    await Promise.resolve();
  };
  return { states, get, answer };
}

describe("how far attached documents are read", () => {
  it("is asked once for each, and told by events from then on", async () => {
    const { states, get, answer } = make();
    states.ask("d1");
    states.ask("d1");
    await answer(document());
    expect(get).toHaveBeenCalledTimes(1);
    expect(states.get("d1")).toEqual({ status: "processing", progress: 0.2, problem: null, isShared: false });
    states.hear(event("document:progress", { status: "processing", progress: 0.7 }));
    expect(states.get("d1")?.progress).toBe(0.7);
    states.hear(event("document:updated", { status: "ready" }, document({ status: "ready", scope: "project" })));
    expect(states.get("d1")).toMatchObject({ status: "ready", isShared: true });
  });

  it("is asked again when an event overtook the answer, which may be older", async () => {
    const { states, get, answer } = make();
    states.ask("d1");
    states.hear(event("document:updated", { status: "ready" }, document({ status: "ready" })));
    await answer(document());
    expect(get).toHaveBeenCalledTimes(2);
    await answer(document({ status: "ready" }));
    expect(states.get("d1")?.status).toBe("ready");
  });

  it("leaves documents alone that nobody asked for", () => {
    const { states } = make();
    states.hear(event("document:progress", { status: "processing", progress: 0.5 }));
    expect(states.get("d1")).toBeNull();
  });

  it("is asked again after a gap unless it is settled", async () => {
    const { states, get, answer } = make();
    states.ask("d1");
    await answer(document());
    states.reset();
    expect(get).toHaveBeenCalledTimes(2);
    await answer(document({ status: "ready" }));
    states.reset();
    expect(get).toHaveBeenCalledTimes(2);
  });

  it("tells whoever listens", async () => {
    const { states, answer } = make();
    const told = vi.fn();
    states.subscribe(told);
    states.ask("d1");
    await answer(document());
    expect(told).toHaveBeenCalledTimes(1);
  });
});
