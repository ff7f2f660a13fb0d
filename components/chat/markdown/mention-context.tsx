"use client";

import { createContext, use, type ReactNode } from "react";

/** Draws a text that has an @ in it; without a provider it is the text it is. */
export const MentionContext = createContext<((text: string) => ReactNode) | null>(null);

/** A piece of text in which somebody may be mentioned. */
export function MentionText({ text }: { text: string }): ReactNode {
  const draw = use(MentionContext);
  return draw ? draw(text) : text;
}
