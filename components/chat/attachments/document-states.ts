import type { ProjectEvent } from "@/lib/events/catalogue";
import { apiClient } from "@/lib/http/client";
import { api } from "@/lib/http/paths";
import type { Document } from "@/lib/knowledge/schemas";

/** How far an attached document is read; `problem` is why it couldn't be. */
export type DocumentState = Pick<Document, "status" | "progress" | "problem"> & { isShared: boolean };

/** How far the documents of a conversation are read: asked once for each that is shown, then kept true by events. */
export class DocumentStates {
  private readonly states = new Map<string, DocumentState>();
  private readonly asked = new Set<string>();
  /** Those of which something was heard before they were known: what was read may be older. */
  private readonly overtaken = new Set<string>();
  private readonly listeners = new Set<() => void>();
  private readonly projectId: string;
  private readonly client: Pick<typeof apiClient, "get">;

  constructor(projectId: string, client: Pick<typeof apiClient, "get"> = apiClient) {
    this.projectId = projectId;
    this.client = client;
  }

  /** Null while it isn't known; the same object until it changes. */
  get(documentId: string): DocumentState | null {
    return this.states.get(documentId) ?? null;
  }

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  };

  /** Asks for one, unless that was done. One that is gone stays unknown. */
  ask(documentId: string): void {
    if (this.asked.has(documentId)) return;
    this.asked.add(documentId);
    this.client.get<Document>(api.document(this.projectId, documentId)).then(
      (document) => {
        this.put(document);
        if (this.overtaken.delete(documentId)) this.again(documentId);
      },
      () => undefined,
    );
  }

  put(document: Document): void {
    this.set(document.id, toState(document));
  }

  hear({ name, payload, thing }: ProjectEvent): void {
    const documentId = String(payload["documentId"] ?? "");
    const known = this.states.get(documentId);
    if (!known) {
      if (this.asked.has(documentId)) this.overtaken.add(documentId);
      return;
    }
    // The catalogue gives these their types; a live event carries the whole document.
    if (name === "document:progress") this.set(documentId, { ...known, status: payload["status"] as Document["status"], progress: Number(payload["progress"]) });
    else if (name === "document:updated" && thing) this.put(thing as Document);
    else if (name === "document:updated") this.again(documentId);
    else if (name === "document:deleted") this.states.delete(documentId);
  }

  /** Something was missed: whatever isn't settled is asked for again. */
  reset(): void {
    for (const [documentId, { status }] of this.states) if (status !== "ready") this.again(documentId);
  }

  private again(documentId: string): void {
    this.asked.delete(documentId);
    this.ask(documentId);
  }

  private set(documentId: string, state: DocumentState): void {
    this.states.set(documentId, state);
    for (const notify of this.listeners) notify();
  }
}

const toState = ({ status, progress, problem, scope }: Document): DocumentState => ({ status, progress, problem, isShared: scope === "project" });
