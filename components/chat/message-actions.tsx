"use client";

import { Ellipsis } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { buttonClass } from "@/components/ui/button-class";
import { cn } from "@/components/ui/cn";
import { deferred, type Deferred } from "@/components/ui/deferred";
import type * as Menus from "./message-menu";

type MessageActionsProps = Omit<Parameters<typeof Menus.MessageMenu>[0], "startsOpen"> & { parts: typeof Menus | null; ask: () => void };

/** What can be done with messages; its code comes with the first one that the pointer or a press comes to. */
export const messageMenu: Deferred<typeof Menus> = deferred(() => import("./message-menu"));

/**
 * Where a message's actions are, seen on hover and focus. A conversation has thousands of messages, so until the
 * pointer or a press comes to this one there is but a button, which says what it will be.
 */
export function MessageActions({ parts, ask, ...props }: MessageActionsProps) {
  const t = useTranslations("chat.actions");
  const [pressed, setPressed] = useState(false);
  return (
    <div
      className={cn(
        "pointer-events-none absolute end-2 -top-3.5 z-10 rounded-md border border-line-strong bg-raised p-px opacity-0 transition-opacity",
        "group-focus-within/message:pointer-events-auto group-focus-within/message:opacity-100 group-hover/message:pointer-events-auto group-hover/message:opacity-100",
        "has-data-popup-open:pointer-events-auto has-data-popup-open:opacity-100",
        "coarse:pointer-events-auto coarse:top-0 coarse:border-transparent coarse:bg-transparent coarse:opacity-100",
      )}
    >
      {parts ? (
        <parts.MessageMenu {...props} startsOpen={pressed} />
      ) : (
        <button
          type="button"
          aria-haspopup="menu"
          aria-expanded={false}
          aria-label={t("menu", { author: props.author })}
          onClick={() => {
            setPressed(true);
            ask();
          }}
          className={cn(buttonClass({ variant: "ghost", size: "sm", square: true }), "hit")}
        >
          <Ellipsis />
        </button>
      )}
    </div>
  );
}
