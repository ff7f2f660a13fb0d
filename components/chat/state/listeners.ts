/** Who wants to hear of changes to what; `topic` is any text. */
export class Listeners {
  private readonly topics = new Map<string, Set<() => void>>();

  add(topic: string, listener: () => void): () => void {
    const listeners = this.topics.get(topic) ?? new Set();
    this.topics.set(topic, listeners.add(listener));
    return () => {
      listeners.delete(listener);
      if (listeners.size === 0 && this.topics.get(topic) === listeners) this.topics.delete(topic);
    };
  }

  tell(topic: string): void {
    for (const listener of this.topics.get(topic) ?? []) listener();
  }
}
