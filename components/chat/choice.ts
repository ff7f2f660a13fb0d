import { useSyncExternalStore } from "react";

/** One of many, or none: which message is edited, which one is answered. Outlives the rows that show it. */
export class Choice<T> {
  private chosen: T | null = null;
  private readonly listeners = new Set<() => void>();

  get = (): T | null => this.chosen;

  set = (value: T | null): void => {
    if (value === this.chosen) return;
    this.chosen = value;
    for (const notify of this.listeners) notify();
  };

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  };
}

/** What is chosen now. */
export const useChoice = <T>(choice: Choice<T>): T | null => useSyncExternalStore(choice.subscribe, choice.get, none);

/** Whether it is this one that is chosen; draws anew only when that changes. */
export function useIsChosen<T>(choice: Choice<T>, value: T): boolean {
  return useSyncExternalStore(choice.subscribe, () => choice.get() === value, no);
}

const none = () => null;
const no = () => false;
