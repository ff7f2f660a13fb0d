/** Which connections listen on which channels; the backend itself only knows that somebody does. */
export class Channels<Listener> {
  private readonly listeners = new Map<string, Set<Listener>>();

  listen(listener: Listener, channel: string): void {
    const present = this.listeners.get(channel);
    if (present) present.add(listener);
    else this.listeners.set(channel, new Set([listener]));
  }

  /** Stops listening on one channel or, with null, on all. Gives the channels on which nobody listens any more. */
  unlisten(listener: Listener, channel: string | null): string[] {
    const abandoned: string[] = [];
    for (const name of channel === null ? [...this.listeners.keys()] : [channel]) {
      const present = this.listeners.get(name);
      if (!present?.delete(listener) || present.size > 0) continue;
      this.listeners.delete(name);
      abandoned.push(name);
    }
    return abandoned;
  }

  of(channel: string): ReadonlySet<Listener> {
    return this.listeners.get(channel) ?? new Set();
  }

  names(): string[] {
    return [...this.listeners.keys()];
  }
}
