import type { ReactNode } from "react";
import { cn } from "@/components/ui/cn";
import { findMentions, type Named } from "./find-mentions";

/** A text in which those who are mentioned stand out, the reader most. */
export const markMentions = (text: string, names: readonly Named[]): ReactNode =>
  findMentions(text, names).map((piece, index) =>
    typeof piece === "string" ? piece : <span key={index} className={cn("rounded-xs px-0.5 font-medium", piece.isReader ? "bg-highlight text-ink" : "bg-accent-soft text-accent-text")}>{piece.mention}</span>,
  );
