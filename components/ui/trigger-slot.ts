import type { SyntheticEvent } from "react";
import type { ElementProps } from "@/components/ui/element-props";

type Early = { handler: string; event: SyntheticEvent };

/**
 * Between the button that opens something, which is on the page from the beginning, and Base UI's trigger, whose code
 * comes later: it hands the trigger's properties to the button, so that the button stays the same node and keeps the
 * focus. What is pressed before the code is here is kept until then.
 */
export class TriggerSlot {
  node: Element | null = null;
  #given: ElementProps | null = null;
  #listeners = new Set<() => void>();
  #early: Early | null = null;
  /** A press that began before the trigger was there: it would see the second half only, and take it for a whole one. */
  #isHalfPress = false;

  /** The properties of Base UI's trigger, or null while it isn't there. */
  get given(): ElementProps | null {
    return this.#given;
  }

  give(props: ElementProps): void {
    this.#given = props;
    for (const listener of this.#listeners) listener();
  }

  hold = (node: Element | null): void => {
    this.node = node;
  };

  /** Hands an event to the trigger, if it is there. */
  pass(handler: string, event: SyntheticEvent): void {
    const handle = this.#given?.[handler];
    if (typeof handle === "function") handle(event);
  }

  pointerDown(event: SyntheticEvent): void {
    this.#isHalfPress = this.#given === null;
    this.pass("onPointerDown", event);
  }

  mouseDown(event: SyntheticEvent): void {
    if (!this.#isHalfPress) this.pass("onMouseDown", event);
  }

  /** @returns false for a press that came too early and was kept */
  click(event: SyntheticEvent): boolean {
    this.#isHalfPress = false;
    return this.#passOrKeep("onClick", event);
  }

  /** @returns false for a key that came too early and was kept */
  keyDown(event: SyntheticEvent): boolean {
    return this.#passOrKeep("onKeyDown", event);
  }

  /** Does what was pressed too early, now that somebody answers to it. */
  replay(): void {
    const early = this.#early;
    this.#early = null;
    const handler = early ? this.#given?.[early.handler] : undefined;
    // React has forgotten by now where the event was.
    if (early && typeof handler === "function") handler(Object.create(early.event, { currentTarget: { value: this.node } }));
  }

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  };

  #passOrKeep(handler: string, event: SyntheticEvent): boolean {
    if (this.#given) {
      this.pass(handler, event);
      return true;
    }
    this.#early = { handler, event };
    return false;
  }
}
