import type { ReactNode } from "react";

export type ToastOptions = {
  title: ReactNode;
  description?: ReactNode;
  tone?: "neutral" | "success" | "danger";
  /** What can be done about it, usually undoing it. */
  action?: { label: string; onClick: () => void };
  /** Showing a toast with an id again replaces it. */
  id?: string;
  /** Milliseconds until it goes (5,000; 8,000 with an action); 0 keeps it. */
  timeout?: number;
};

export type NamedToast = ToastOptions & { id: string };

type Outlet = { show: (toast: NamedToast) => void; close: (id: string) => void };

/** Keeps toasts until there is somebody to show them. */
export class ToastQueue {
  #waiting: NamedToast[] = [];
  #outlet: Outlet | null = null;
  #count = 0;
  #listeners = new Set<() => void>();
  #isNeeded = false;

  /** @returns the toast's id */
  show(options: ToastOptions): string {
    const toast = { ...options, id: options.id ?? `toast-${(this.#count += 1)}` };
    if (this.#outlet) {
      this.#outlet.show(toast);
      return toast.id;
    }
    this.#waiting = [...this.#waiting.filter(({ id }) => id !== toast.id), toast];
    this.#isNeeded = true;
    for (const listener of this.#listeners) listener();
    return toast.id;
  }

  close(id: string): void {
    this.#waiting = this.#waiting.filter((toast) => toast.id !== id);
    this.#outlet?.close(id);
  }

  /** Says who shows toasts from now on, and gives them what waited. */
  connect(outlet: Outlet | null): void {
    this.#outlet = outlet;
    if (!outlet) return;
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const toast of waiting) outlet.show(toast);
  }

  /** Calls back whenever a toast waits. */
  onWaiting(listener: () => void): () => void {
    this.#listeners.add(listener);
    if (this.#isNeeded) listener();
    return () => void this.#listeners.delete(listener);
  }
}
