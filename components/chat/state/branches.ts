import type { ChatBranch, Message } from "@/lib/chat/schemas";

/** The ways on from one point: `branchId` of each (null is the trunk) and the message that begins it. */
export type Versions = readonly { branchId: string | null; messageId: string }[];

type Placed = Pick<Message, "id" | "branchId">;

/** A part of a view: the messages of one branch, those before `end` if it isn't null. */
type Stretch = { branchId: string | null; end: string | null };

/** The branches of a conversation. A view is one of them with what each branch below it shows before the fork. */
export class Branches {
  private readonly known = new Map<string, ChatBranch>();
  private versions = new Map<string, { all: Versions; index: number }>();

  constructor(branches: readonly ChatBranch[]) {
    this.add(branches);
  }

  has(branchId: string | null): boolean {
    return branchId === null || this.known.has(branchId);
  }

  add(branches: readonly ChatBranch[]): void {
    for (const branch of branches) this.known.set(branch.id, branch);
    this.versions = findVersions([...this.known.values()].toSorted((a, b) => (a.id < b.id ? -1 : 1)));
  }

  /** Whether a message is part of what is seen in a branch. */
  shows(view: string | null, message: Placed): boolean {
    const stretch = this.stretches(view).find(({ branchId }) => branchId === message.branchId);
    return stretch !== undefined && (stretch.end === null || message.id < stretch.end);
  }

  /** The ways on where this message stands, of which it begins one; null where there is only one. */
  versionsAt(messageId: string): { all: Versions; index: number } | null {
    return this.versions.get(messageId) ?? null;
  }

  /** The first message that is seen in the branch `to` and not in `from`, as far as it is known. */
  turning(from: string | null, to: string | null): string | null {
    const [before, after] = [this.stretches(from), this.stretches(to)];
    for (const [index, { branchId, end }] of after.entries()) {
      const other = before[index];
      if (other?.branchId !== branchId) return this.known.get(branchId ?? "")?.firstMessageId ?? null;
      // The other view leaves this branch first: what it left stands there.
      if (other.end !== null && (end === null || other.end < end)) return other.end;
    }
    return null;
  }

  /** From the trunk up to the branch itself. */
  private stretches(view: string | null): Stretch[] {
    const found: Stretch[] = [{ branchId: view, end: null }];
    for (let branch = view === null ? undefined : this.known.get(view); branch; branch = branch.parentId === null ? undefined : this.known.get(branch.parentId)) {
      found.unshift({ branchId: branch.parentId, end: branch.forkMessageId });
    }
    return found;
  }
}

function findVersions(branches: readonly ChatBranch[]): Map<string, { all: Versions; index: number }> {
  const forks = new Map<string, { branchId: string | null; messageId: string }[]>();
  for (const { id, parentId, forkMessageId, firstMessageId } of branches) {
    if (firstMessageId === null) continue;
    const all = forks.get(forkMessageId) ?? [{ branchId: parentId, messageId: forkMessageId }];
    forks.set(forkMessageId, [...all, { branchId: id, messageId: firstMessageId }]);
  }
  return new Map([...forks.values()].flatMap((all) => all.map(({ messageId }, index) => [messageId, { all, index }] as const)));
}
