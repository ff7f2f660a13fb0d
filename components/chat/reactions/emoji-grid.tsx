"use client";

import { Search } from "lucide-react";
import { useTranslations } from "next-intl";
import { useEffect, useMemo, useRef, useState, type KeyboardEvent } from "react";
import { Input } from "@/components/ui/input";
import { isTouch } from "@/components/ui/is-touch";
import { emojiGroups, findEmojis, usualEmojis, type Emoji } from "./emoji";
import { noteEmoji, recentEmojis } from "./recent-emojis";

const columns = 8;

/** Emojis to choose from: the ones pressed most, all of them in groups, or those that fit what is typed. */
export function EmojiGrid({ onPick }: { onPick: (emoji: string) => void }) {
  const t = useTranslations("chat.reactions");
  const [query, setQuery] = useState("");
  const grid = useRef<HTMLDivElement>(null);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    // Under a finger the keyboard would cover what there is to choose.
    if (!isTouch()) field.current?.focus();
  }, []);
  const [often] = useState(() => recentEmojis(usualEmojis));
  const found = useMemo(() => (query.trim() === "" ? null : findEmojis(query)), [query]);

  const move = (event: KeyboardEvent): void => moveBetween(event, grid.current);

  function pick(emoji: string): void {
    noteEmoji(emoji);
    onPick(emoji);
  }

  return (
    <div>
      <div className="border-b border-line p-2">
        <Input
          ref={field}
          icon={<Search />}
          type="search"
          aria-label={t("search")}
          placeholder={t("search")}
          value={query}
          onChange={(event) => setQuery(event.currentTarget.value)}
          onKeyDown={(event) => {
            const first = found?.[0];
            if (event.key !== "Enter" || !first) return move(event);
            event.preventDefault();
            pick(first.emoji);
          }}
        />
      </div>
      <div ref={grid} className="h-60 overflow-y-auto overscroll-contain p-2">
        {found ? (
          found.length === 0 ? <p role="status" className="px-1 py-6 text-center text-faint">{t("none")}</p> : <Group label={t("found")} emojis={found} onPick={pick} onKeyDown={move} labelHidden />
        ) : (
          <>
            <Group label={t("often")} emojis={often.map(named)} onPick={pick} onKeyDown={move} />
            {emojiGroups.map(({ id, emojis }) => <Group key={id} label={t(`groups.${id}`)} emojis={emojis} onPick={pick} onKeyDown={move} />)}
          </>
        )}
      </div>
    </div>
  );
}

type GroupProps = { label: string; labelHidden?: boolean; emojis: readonly Emoji[]; onPick: (emoji: string) => void; onKeyDown: (event: KeyboardEvent) => void };

function Group({ label, labelHidden = false, emojis, onPick, onKeyDown }: GroupProps) {
  return (
    <div role="group" aria-label={label} className="mb-2 last:mb-0">
      {labelHidden ? null : <p aria-hidden className="px-1 pb-1 text-xs font-medium text-faint">{label}</p>}
      <div className="grid grid-cols-8">
        {emojis.map(({ emoji, name }) => (
          <button key={emoji} type="button" aria-label={name} title={name} data-emoji onClick={() => onPick(emoji)} onKeyDown={onKeyDown} className="grid aspect-square place-items-center rounded-sm text-xl leading-none hover:bg-hover focus-visible:bg-hover">
            {emoji}
          </button>
        ))}
      </div>
    </div>
  );
}

/** The arrows go from emoji to emoji, and from the field to the first. */
function moveBetween(event: KeyboardEvent, grid: HTMLElement | null): void {
  const buttons = [...(grid?.querySelectorAll<HTMLElement>("[data-emoji]") ?? [])];
  const at = buttons.indexOf(event.target as HTMLElement);
  const isRtl = grid ? getComputedStyle(grid).direction === "rtl" : false;
  const step = { ArrowRight: isRtl ? -1 : 1, ArrowLeft: isRtl ? 1 : -1, ArrowDown: columns, ArrowUp: -columns }[event.key];
  if (step === undefined) return;
  // In the field, the arrows to the side move the caret.
  if (at === -1 && event.key !== "ArrowDown") return;
  const next = at === -1 ? buttons[0] : buttons[at + step];
  if (!next) return;
  event.preventDefault();
  next.focus();
}

const all = new Map(emojiGroups.flatMap(({ emojis }) => emojis).map((one) => [one.emoji, one]));
const named = (emoji: string): Emoji => all.get(emoji) ?? { emoji, name: emoji, words: "" };
