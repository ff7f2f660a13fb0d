import "server-only";
import type { ImportedBranch, ImportedMessage } from "./conversation";

/** A message of a tree; null where there is nothing to show. */
export type ImportedNode = { id: string; parent: string | null; message: ImportedMessage | null };

type Turn = { key: string; messages: ImportedMessage[] };
/** A turn in its place: what follows it, first what goes on in the same line. */
type Place = { line: Line; next: Map<string, Place>; first: ImportedMessage | null };
type Line = { fork: ImportedMessage | null; messages: ImportedMessage[] };

const maxBranches = 200;
const maxSteps = 2_000_000;

/**
 * The line of messages that ends with the current one, and the branches that leave it. The current message may be
 * missing, unknown or within the tree, and parents may be missing or run in a ring.
 * @param toMessages gives what one side says in a row as messages
 * @returns null for a tree with more paths than can be followed
 */
export function toLines(nodes: ImportedNode[], current: string | null, toMessages: (turn: ImportedMessage[]) => ImportedMessage[]): { messages: ImportedMessage[]; branches: ImportedBranch[] } | null {
  const known = new Map(nodes.map((node) => [node.id, node]));
  const children = Map.groupBy(nodes.filter(({ parent }) => parent !== null), ({ parent }) => parent ?? "");
  const start = known.get(current ?? "") ?? nodes.findLast(({ message }) => message !== null);
  if (!start) return { messages: [], branches: [] };
  const leaves = nodes.filter(({ id }) => !children.has(id));
  const trunk: Line = { fork: null, messages: [] };
  const root: Place = { line: trunk, next: new Map(), first: null };
  const lines = [trunk];
  let steps = 0;
  for (const leaf of [leafBelow(start, known, children), ...leaves]) {
    const path = pathTo(leaf, known);
    steps += path.length;
    if (steps > maxSteps) return null;
    let place = root;
    for (const turn of toTurns(path)) {
      const next = place.next.get(turn.key) ?? addTurn(place, toMessages(turn.messages), lines);
      place.next.set(turn.key, next);
      place = next;
    }
    if (lines.length > maxBranches) return null;
  }
  const order = new Map(lines.flatMap(({ messages }) => messages).map((message, index) => [message, index]));
  return { messages: trunk.messages, branches: lines.flatMap(({ fork, messages }) => (fork ? [{ fork: order.get(fork) ?? 0, messages }] : [])) };
}

function addTurn(place: Place, messages: ImportedMessage[], lines: Line[]): Place {
  const [beside] = place.next.values();
  const line: Line = beside ? { fork: beside.first, messages: [] } : place.line;
  if (beside) lines.push(line);
  line.messages.push(...messages);
  return { line, next: new Map(), first: messages[0] ?? null };
}

/** Follows the last of the answers down from a message. */
function leafBelow(start: ImportedNode, known: Map<string, ImportedNode>, children: Map<string, ImportedNode[]>): ImportedNode {
  const seen = new Set(pathTo(start, known));
  let leaf = start;
  for (;;) {
    const next = children.get(leaf.id)?.at(-1);
    if (!next || seen.has(next)) return leaf;
    seen.add(next);
    leaf = next;
  }
}

function pathTo(leaf: ImportedNode, known: Map<string, ImportedNode>): ImportedNode[] {
  const path = new Set<ImportedNode>();
  for (let node: ImportedNode | undefined = leaf; node && !path.has(node); node = known.get(node.parent ?? "")) path.add(node);
  return [...path].toReversed();
}

/**
 * Joins what the assistant says in a row into one turn, as between tool calls, and leaves out what says nothing.
 * Times never run backwards, whatever the export says.
 */
function toTurns(path: ImportedNode[]): Turn[] {
  const turns: { ids: string[]; messages: ImportedMessage[] }[] = [];
  let time = "";
  for (const { id, message } of path) {
    if (!message || message.content === "") continue;
    const last = turns.at(-1);
    time = message.createdAt > time ? message.createdAt : time;
    if (last && message.role === "assistant" && last.messages[0]?.role === "assistant") {
      last.ids.push(id);
      last.messages.push(message);
    } else turns.push({ ids: [id], messages: [{ ...message, createdAt: time }] });
  }
  return turns.map(({ ids, messages }) => ({ key: JSON.stringify(ids), messages }));
}
