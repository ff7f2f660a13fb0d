"use client";

import { X } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState, type KeyboardEvent } from "react";
import { Input } from "@/components/ui/input";
import { isComposing } from "@/components/ui/is-composing";

type TagInputProps = { value: readonly string[]; onChange: (tags: string[]) => void; disabled?: boolean | undefined };

/** Short labels, added by Enter or comma and taken away one by one. Stands inside a Field. */
export function TagInput({ value, onChange, disabled }: TagInputProps) {
  const t = useTranslations("projects.fields");
  const [text, setText] = useState("");

  function add(): void {
    const added = text.split(",").map((tag) => tag.trim()).filter(Boolean);
    if (added.length > 0) onChange([...new Set([...value, ...added])].slice(0, 20));
    setText("");
  }

  function onKeyDown(event: KeyboardEvent<HTMLInputElement>): void {
    // Enter that ends a composition (Japanese, Chinese) belongs to the word.
    if (isComposing(event)) return;
    if ((event.key === "Enter" && text.trim()) || event.key === ",") {
      event.preventDefault();
      add();
    } else if (event.key === "Backspace" && text === "" && value.length > 0) onChange(value.slice(0, -1));
  }

  return (
    <div className="grid gap-2">
      {value.length > 0 ? (
        <ul className="flex flex-wrap gap-1.5">
          {value.map((tag) => (
            <li key={tag} className="inline-flex h-6 max-w-full items-center gap-1 rounded-sm bg-hover ps-2 pe-1 text-sm">
              <span className="truncate" dir="auto">{tag}</span>
              {disabled ? null : (
                <button type="button" aria-label={t("removeTag", { tag })} onClick={() => onChange(value.filter((one) => one !== tag))} className="hit rounded-sm text-faint hover:text-ink">
                  <X aria-hidden className="size-3.5" />
                </button>
              )}
            </li>
          ))}
        </ul>
      ) : null}
      {disabled && value.length > 0 ? null : (
        <Input value={text} onValueChange={setText} onKeyDown={onKeyDown} onBlur={add} placeholder={t("addTag")} maxLength={40} disabled={disabled} dir="auto" autoComplete="off" enterKeyHint="enter" />
      )}
    </div>
  );
}
