import type { Page, PageChange } from "../page";

/** A page whose visibility and network a test decides. */
export class FakePage implements Page {
  visible = true;
  online = true;
  private readonly listeners = new Set<(change: PageChange) => void>();

  isVisible = () => this.visible;
  isOnline = () => this.online;

  watch = (listener: (change: PageChange) => void) => {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  };

  change(change: PageChange): void {
    if (change === "visible" || change === "hidden") this.visible = change === "visible";
    if (change === "online" || change === "offline") this.online = change === "online";
    for (const listener of this.listeners) listener(change);
  }
}
