import { createElement, type ReactElement } from "react";
import { describe, expect, it, vi } from "vitest";
import { joinRefs, setRef, withProps, type ElementProps } from "@/components/ui/element-props";

const propsOf = (element: ReactElement): ElementProps => ({ ...(element as ReactElement<ElementProps>).props });

describe("an element with more properties", () => {
  it("runs its own handler first, then the added one", () => {
    const order: string[] = [];
    const element = createElement("button", { onClick: () => order.push("own") });
    const { onClick } = propsOf(withProps(element as ReactElement<ElementProps>, { onClick: () => order.push("added") }));
    if (typeof onClick === "function") onClick();
    expect(order).toEqual(["own", "added"]);
  });

  it("joins classes and styles, and keeps its own of anything else", () => {
    const element = createElement("button", { className: "own", style: { color: "red" }, id: "own", title: undefined });
    expect(propsOf(withProps(element as unknown as ReactElement<ElementProps>, { className: "added", style: { color: "blue", top: 0 }, id: "added", title: "added" }))).toEqual({
      className: "added own",
      style: { color: "red", top: 0 },
      id: "own",
      title: "added",
    });
  });
});

describe("references", () => {
  // References only hold what they are given.
  const node = {} as Element;

  it("are all set and all undone", () => {
    const object = { current: null };
    const undone = vi.fn<() => void>();
    const plain = vi.fn<(node: Element | null) => void>();
    const undo = setRef(joinRefs(object, () => undone, plain, undefined), node);
    expect(object.current).toBe(node);
    expect(plain).toHaveBeenLastCalledWith(node);
    undo();
    expect(object.current).toBeNull();
    expect(undone).toHaveBeenCalledTimes(1);
    expect(plain).toHaveBeenLastCalledWith(null);
  });
});
