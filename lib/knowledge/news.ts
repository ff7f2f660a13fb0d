import "server-only";
import type { Emit } from "@/lib/events/mutate";
import { presentDocument } from "./presenters";
import type { DocumentRow } from "./queries";

/**
 * Tells the project's members that a document changed. The stream reaches all who may read documents, so of one that
 * still waits to be sent it says nothing that would name it: its sender reads it when they hear its id.
 */
export function tellUpdated(emit: Emit, row: DocumentRow): void {
  const { id: documentId, title, status } = row;
  if (isUnsent(row)) emit("document:updated", { documentId, title: "", status });
  else emit("document:updated", { documentId, title, status }, { thing: presentDocument(row) });
}

/** Whether it was uploaded for a message that isn't sent yet, so that it is nobody's but its sender's. */
export const isUnsent = ({ scope, sessionId }: DocumentRow): boolean => scope === "conversation" && sessionId === null;
