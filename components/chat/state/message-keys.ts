/** Keys of messages on screen: the id, but for those written here, which keep the key that they began with. */
export class MessageKeys {
  private readonly keys = new Map<string, string>();
  private readonly ids = new Map<string, string>();

  keyOf(id: string): string {
    return this.keys.get(id) ?? id;
  }

  idOf(key: string): string {
    return this.ids.get(key) ?? key;
  }

  bind(id: string, key: string): void {
    this.keys.set(id, key);
    this.ids.set(key, id);
  }

  unbind(id: string, key: string): void {
    this.keys.delete(id);
    this.ids.delete(key);
  }
}
