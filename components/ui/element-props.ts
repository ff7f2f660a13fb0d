import { cloneElement, type ReactElement, type Ref } from "react";

export type ElementProps = Record<string, unknown>;

/**
 * An element with more properties, where its own stay: handlers run one after the other (its own first), class names
 * and styles are joined, and of anything else its own counts. The reference is not among them: see `joinRefs`.
 */
export function withProps(element: ReactElement<ElementProps>, added: ElementProps): ReactElement {
  const own = element.props;
  const joined: ElementProps = {};
  for (const [name, value] of Object.entries(added)) joined[name] = join(name, own[name], value);
  return cloneElement(element, joined);
}

/** Sets a reference, of whichever kind. @returns how to undo it */
export function setRef(ref: unknown, node: Element | null): () => void {
  if (typeof ref === "function") {
    const undo: unknown = ref(node);
    return typeof undo === "function" ? () => void undo() : () => void ref(null);
  }
  if (isRefObject(ref)) {
    ref.current = node;
    return () => {
      ref.current = null;
    };
  }
  return () => undefined;
}

/** One reference for several. */
export const joinRefs = (...refs: unknown[]): Ref<Element> => (node) => {
  const undo = refs.map((ref) => setRef(ref, node));
  return () => {
    for (const one of undo) one();
  };
};

function join(name: string, own: unknown, added: unknown): unknown {
  if (name === "ref") return added;
  if (own === undefined) return added;
  if (isHandler(own) && isHandler(added) && /^on[A-Z]/.test(name)) {
    return (...given: unknown[]) => {
      own(...given);
      added(...given);
    };
  }
  if (name === "className") return [added, own].filter(Boolean).join(" ");
  if (name === "style" && typeof own === "object" && typeof added === "object") return { ...added, ...own };
  return own;
}

function isHandler(value: unknown): value is (...given: unknown[]) => void {
  return typeof value === "function";
}

function isRefObject(value: unknown): value is { current: Element | null } {
  return typeof value === "object" && value !== null && "current" in value;
}
