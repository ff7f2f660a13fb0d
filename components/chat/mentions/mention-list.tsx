"use client";

import { useTranslations } from "next-intl";
import { useEffect, useImperativeHandle, useMemo, useState, type KeyboardEvent, type RefObject } from "react";
import { usePresence } from "@/components/realtime/use-presence";
import { Avatar } from "@/components/ui/avatar";
import { cn } from "@/components/ui/cn";
import { Mark } from "@/components/ui/mark";
import { popupClass } from "@/components/ui/popup-class";
import { usePeople } from "../people";
import { matchPeople } from "./mention-match";
import type { MentionControls } from "./use-mention";

type MentionListProps = {
  projectId: string;
  query: string;
  controls: { ref: RefObject<MentionControls | null>; listId: string };
  /** Told the id of the option that Enter takes. */
  onActive: (optionId: string | null) => void;
  onPick: (name: string) => void;
  onClose: () => void;
};

const mostShown = 8;

/** Who can be mentioned: the assistant and the members whose names fit. The field keeps the focus. */
export function MentionList({ projectId, query, controls: { ref, listId }, onActive, onPick, onClose }: MentionListProps) {
  const t = useTranslations("chat");
  const people = usePeople(projectId);
  const present = usePresence();
  const assistant = t("assistant");
  const found = useMemo(() => matchPeople([{ id: "", name: assistant }, ...people], query, mostShown), [assistant, people, query]);
  const [active, setActive] = useState(0);
  const index = Math.min(active, found.length - 1);
  const optionId = (at: number): string => `${listId}-${at}`;

  // A narrower list begins at its first again.
  const [shown, setShown] = useState(query);
  if (shown !== query) {
    setShown(query);
    setActive(0);
  }
  useEffect(() => onActive(index >= 0 ? optionId(index) : null));

  useImperativeHandle(ref, () => ({
    onKeyDown(event: KeyboardEvent): boolean {
      const person = found[index];
      if (!person) return false;
      if (event.key === "ArrowDown") setActive((index + 1) % found.length);
      else if (event.key === "ArrowUp") setActive((index - 1 + found.length) % found.length);
      else if ((event.key === "Enter" && !event.shiftKey) || event.key === "Tab") onPick(person.name);
      else if (event.key === "Escape") onClose();
      else return false;
      event.preventDefault();
      return true;
    },
  }));

  return (
    <>
      <p role="status" className="sr-only">{t("mention.found", { count: found.length })}</p>
      {found.length === 0 ? null : (
        <div id={listId} role="listbox" aria-label={t("mention.label")} className={cn(popupClass, "absolute inset-x-0 bottom-full z-20 mb-1 max-h-80 max-w-80 overflow-y-auto")}>
          {found.map(({ id, name }, at) => (
            <div
              key={id || "assistant"}
              id={optionId(at)}
              role="option"
              aria-selected={at === index}
              // The field must not lose the focus to a press.
              onPointerDown={(event) => event.preventDefault()}
              onPointerUp={() => onPick(name)}
              onPointerMove={() => at !== index && setActive(at)}
              tabIndex={-1}
              className={cn("flex min-h-8 cursor-default items-center gap-2 rounded-sm px-2 py-1 coarse:min-h-10", at === index && "bg-hover")}
            >
              {id === "" ? <span className="grid size-5.5 place-items-center"><Mark className="size-4.5" /></span> : <Avatar id={id} name={name} size="sm" decorative />}
              <span className="min-w-0 flex-1 truncate" dir="auto" title={name}>{name}</span>
              {id === "" ? <span className="shrink-0 text-xs text-faint">{t("mention.assistant")}</span> : null}
              {present.some(({ userId }) => userId === id) ? <span className="inline-flex shrink-0 items-center gap-1.5 text-xs text-faint"><span aria-hidden className="size-1.5 rounded-full bg-success" />{t("mention.here")}</span> : null}
            </div>
          ))}
        </div>
      )}
    </>
  );
}
