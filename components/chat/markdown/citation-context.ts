"use client";

import { createContext, useContext, type ReactNode } from "react";

type Citations = {
  /** The mark for the source of this number, or null when the text has no such source. */
  draw: (n: number) => ReactNode;
};

const none: Citations = { draw: () => null };

/** How the numbers in a text are drawn; without a provider they are text. */
export const CitationContext = createContext<Citations>(none);

export const useCitations = (): Citations => useContext(CitationContext);
