"use client";

import { useTranslations } from "next-intl";
import { useState, type ReactNode } from "react";
import { Button } from "@/components/ui/button";
import { Lru } from "./lru";

type FoldProps = {
  /** What is folded; the same content stays open when it is drawn anew. */
  id: string;
  count: number;
  /** So many are shown at first. */
  most: number;
  what: "lines" | "rows" | "items" | "blocks";
  /** Around the button. */
  className?: string;
  children: (shown: number) => ReactNode;
};

/** Shows the beginning of what is long, and the rest on demand. Nothing around it when it is short. */
export function Fold({ id, count, most, what, className, children }: FoldProps) {
  const t = useTranslations("chat.markdown");
  const [open, setOpen] = useState(() => unfolded.get(id) ?? false);
  if (count <= most) return children(count);
  const toggle = () => {
    if (open) unfolded.delete(id);
    else unfolded.set(id, true, 1);
    setOpen(!open);
  };
  return (
    <div>
      {children(open ? count : most)}
      <div className={className ?? "mt-1"}>
        <Button variant="ghost" size="sm" className="font-sans" aria-expanded={open} onClick={toggle}>
          {open ? t("showLess") : t(`showAll.${what}`, { count })}
        </Button>
      </div>
    </div>
  );
}

/** What the reader has opened, so that it is still open when its row comes back into view. */
const unfolded = new Lru<boolean>(200);
