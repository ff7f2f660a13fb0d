"use client";

import { useTranslations } from "next-intl";
import { lazy, Suspense, useState, type ReactElement, type RefObject } from "react";
import { Popover } from "@/components/ui/popover";
import { Spinner } from "@/components/ui/spinner";

type ReactionPickerProps = {
  onPick: (emoji: string) => void;
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
  align?: "start" | "end";
  /** What it stands beside when its button isn't shown. */
  anchor?: RefObject<Element | null>;
  /** The button that opens it. */
  children?: ReactElement<Record<string, unknown>>;
};

/** A choice of emojis beside a button; the emojis come when it first opens. */
export function ReactionPicker({ onPick, open: wantedOpen, onOpenChange, align = "end", anchor, children }: ReactionPickerProps) {
  const t = useTranslations("chat.reactions");
  const [ownOpen, setOwnOpen] = useState(false);
  const open = wantedOpen ?? ownOpen;
  const change = onOpenChange ?? setOwnOpen;

  return (
    <Popover
      {...(children ? { trigger: children } : {})}
      {...(anchor ? { anchor } : {})}
      label={t("add")}
      side="top"
      align={align}
      open={open}
      onOpenChange={change}
      className="w-78 max-w-(--available-width) overflow-hidden p-0"
    >
      <Suspense fallback={<div className="grid h-72 place-items-center"><Spinner /></div>}>
        <EmojiGrid
          onPick={(emoji) => {
            change(false);
            onPick(emoji);
          }}
        />
      </Suspense>
    </Popover>
  );
}

const EmojiGrid = lazy(() => import("./emoji-grid").then(({ EmojiGrid: component }) => ({ default: component })));
