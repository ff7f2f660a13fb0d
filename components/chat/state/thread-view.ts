import type { ChatBranch, Message } from "@/lib/chat/schemas";
import { Branches, type Versions } from "./branches";

/** Which branch is shown, and which the conversation goes on in; null is the trunk. */
export type ViewState = { branchId: string | null; activeBranchId: string | null };

/** Which way through a conversation with branches is shown. */
export class ThreadView {
  private readonly branches: Branches;
  private state: ViewState;
  private readonly onChange: () => void;

  constructor(state: ViewState, branches: readonly ChatBranch[], onChange: () => void) {
    this.state = state;
    this.branches = new Branches(branches);
    this.onChange = onChange;
  }

  /** The same object until it changes. */
  get = (): ViewState => this.state;

  get branchId(): string | null {
    return this.state.branchId;
  }

  /** The branch that is shown, as addresses and requests name it. */
  get name(): string {
    return this.state.branchId ?? "main";
  }

  change(change: Partial<ViewState>): void {
    this.state = { ...this.state, ...change };
    this.onChange();
  }

  add(branches: readonly ChatBranch[]): void {
    this.branches.add(branches);
    this.change({});
  }

  knows(branchId: string | null): boolean {
    return this.branches.has(branchId);
  }

  shows(message: Pick<Message, "id" | "branchId">): boolean {
    return this.branches.shows(this.state.branchId, message);
  }

  /** The message at which another branch leaves what is shown, if it is known. */
  turningTo(branchId: string | null): string | null {
    return this.branches.turning(this.state.branchId, branchId);
  }

  /** The ways on where a message stands; the same object until the branches change. */
  versionsAt = (messageId: string): { all: Versions; index: number } | null => this.branches.versionsAt(messageId);
}
