import type { SyntheticEvent } from "react";
import { describe, expect, it, vi } from "vitest";
import { TriggerSlot } from "@/components/ui/trigger-slot";

// Handlers only pass events on, so anything can stand for one.
const event = (type: string) => ({ type }) as unknown as SyntheticEvent;
const handler = () => vi.fn<(event: SyntheticEvent) => void>();

describe("a trigger whose code comes late", () => {
  it("does what was pressed before, once, and with the button it was pressed on", () => {
    const slot = new TriggerSlot();
    // The slot only passes the node on.
    const node = {} as Element;
    slot.hold(node);
    expect(slot.click(event("click"))).toBe(false);
    const onClick = handler();
    slot.give({ onClick });
    slot.replay();
    slot.replay();
    expect(onClick).toHaveBeenCalledTimes(1);
    expect(onClick.mock.calls[0]?.[0]).toMatchObject({ type: "click", currentTarget: node });
  });

  it("hides the second half of a press whose first half the trigger did not see", () => {
    const slot = new TriggerSlot();
    const [onPointerDown, onMouseDown, onClick] = [handler(), handler(), handler()];
    slot.pointerDown(event("pointerdown"));
    slot.give({ onPointerDown, onMouseDown, onClick });
    slot.mouseDown(event("mousedown"));
    expect(onMouseDown).not.toHaveBeenCalled();
    expect(slot.click(event("click"))).toBe(true);
    expect(onClick).toHaveBeenCalledTimes(1);

    slot.pointerDown(event("pointerdown"));
    slot.mouseDown(event("mousedown"));
    expect(onPointerDown).toHaveBeenCalledTimes(1);
    expect(onMouseDown).toHaveBeenCalledTimes(1);
  });

  it("tells who draws the button when its properties change", () => {
    const slot = new TriggerSlot();
    const listener = vi.fn<() => void>();
    const unsubscribe = slot.subscribe(listener);
    slot.give({ "aria-expanded": true });
    expect(listener).toHaveBeenCalledTimes(1);
    expect(slot.given).toEqual({ "aria-expanded": true });
    unsubscribe();
    slot.give({ "aria-expanded": false });
    expect(listener).toHaveBeenCalledTimes(1);
  });
});
