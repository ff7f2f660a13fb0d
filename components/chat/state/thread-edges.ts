/** What lies beyond the messages at hand. */
export type ThreadEdges = { hasOlder: boolean; hasNewer: boolean; isLoadingOlder: boolean; isLoadingNewer: boolean };

/** Both ends of the messages at hand: the cursors that lead further, null where the conversation ends. */
export class Edges {
  older: string | null;
  newer: string | null;
  private loading = { isLoadingOlder: false, isLoadingNewer: false };
  private snapshot: ThreadEdges;
  private readonly onChange: () => void;

  constructor({ older, newer }: { older: string | null; newer: string | null }, onChange: () => void) {
    this.older = older;
    this.newer = newer;
    this.onChange = onChange;
    this.snapshot = this.make();
  }

  /** The same object until it changes. */
  get(): ThreadEdges {
    return this.snapshot;
  }

  change(change: { older?: string | null; newer?: string | null; isLoadingOlder?: boolean; isLoadingNewer?: boolean }): void {
    const { older = this.older, newer = this.newer, ...loading } = change;
    this.older = older;
    this.newer = newer;
    this.loading = { ...this.loading, ...loading };
    this.snapshot = this.make();
    this.onChange();
  }

  private make(): ThreadEdges {
    return { hasOlder: this.older !== null, hasNewer: this.newer !== null, ...this.loading };
  }
}
