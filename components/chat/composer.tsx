"use client";

import { ArrowUp, Paperclip, Square } from "lucide-react";
import { useTranslations } from "next-intl";
import { useEffect, useRef, type KeyboardEvent, type ReactNode } from "react";
import { IconButton } from "@/components/ui/icon-button";
import { Textarea } from "@/components/ui/textarea";
import { useDraft } from "./use-draft";

type ComposerProps = {
  userId: string;
  /** What the draft belongs to: the session, or the project for a new one. */
  place: string;
  /** Gives the text away; false keeps it in the field. */
  onSend: (text: string) => boolean | Promise<boolean>;
  onTyping?: (isTyping: boolean) => void;
  /** Stops the answer that is being written, if there is one. */
  onStop?: (() => void) | null;
  busy?: boolean;
  /** Takes files for the project's documents. */
  onFiles: (files: File[]) => void;
  /** The kinds of file to choose from, as for an input's `accept`. */
  accept: string;
  /** The most characters of a message. */
  mostLength: number;
  autoFocus?: boolean;
  /** Above the field: uploads, what went wrong. */
  children?: ReactNode;
};

/** Where messages are written. Enter sends; a new line takes Shift, and under a finger it is the other way round. */
export function Composer({ userId, place, onSend, onTyping, onStop = null, busy = false, onFiles, accept, mostLength, autoFocus = false, children }: ComposerProps) {
  const t = useTranslations("chat.composer");
  const [text, setText] = useDraft(userId, place);
  const field = useRef<HTMLTextAreaElement>(null);
  const picker = useRef<HTMLInputElement>(null);
  const isEmpty = text.trim() === "";
  const excess = Math.max(0, text.length - mostLength);

  useEffect(() => {
    // Under a finger the focus would raise the keyboard over what is to be read.
    if (autoFocus && !isTouch()) field.current?.focus({ preventScroll: true });
  }, [autoFocus, place]);

  async function send(): Promise<void> {
    if (isEmpty || busy || excess > 0) return;
    onTyping?.(false);
    const sent = onSend(text);
    if (sent === true || (await sent)) setText("");
    field.current?.focus({ preventScroll: true });
  }

  function onKeyDown(event: KeyboardEvent): void {
    // While an input method composes, Enter takes its suggestion. Safari says so only by the key code.
    if (event.key !== "Enter" || event.shiftKey || event.nativeEvent.isComposing || event.keyCode === 229) return;
    if (isTouch() && !event.metaKey && !event.ctrlKey) return;
    event.preventDefault();
    void send();
  }

  return (
    <form
      className="mx-auto w-full max-w-[46rem]"
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      {children}
      <div className="rounded-md border border-control bg-raised transition-colors focus-within:border-focus">
        <Textarea
          ref={field}
          bare
          dir="auto"
          minRows={1}
          maxRows={12}
          aria-label={t("label")}
          placeholder={t("placeholder")}
          aria-describedby="composer-hint"
          className="px-3.5 pt-3 pb-1.5 text-lg/6"
          value={text}
          onChange={(event) => {
            setText(event.currentTarget.value);
            onTyping?.(event.currentTarget.value.trim() !== "");
          }}
          onBlur={() => onTyping?.(false)}
          onKeyDown={onKeyDown}
          onPaste={(event) => {
            const files = [...event.clipboardData.files];
            if (files.length === 0 || event.clipboardData.getData("text/plain")) return;
            event.preventDefault();
            onFiles(files);
          }}
        />
        <div className="flex items-center gap-1 px-2 pb-2">
          <IconButton label={t("attach")} onClick={() => picker.current?.click()}><Paperclip /></IconButton>
          <input
            ref={picker}
            type="file"
            multiple
            accept={accept}
            hidden
            onChange={(event) => {
              onFiles([...(event.currentTarget.files ?? [])]);
              event.currentTarget.value = "";
            }}
          />
          {excess > 0 ? (
            <p id="composer-hint" role="alert" className="min-w-0 flex-1 px-1 text-end text-xs text-danger">{t("tooLong", { count: excess })}</p>
          ) : (
            <p id="composer-hint" className="min-w-0 flex-1 truncate px-1 text-end text-xs text-faint coarse:invisible">{t("hint")}</p>
          )}
          {onStop ? <IconButton label={t("stop")} variant="secondary" onClick={onStop}><Square className="size-3! fill-current" /></IconButton> : null}
          {onStop && isEmpty ? null : (
            <IconButton type="submit" label={t("send")} variant="primary" busy={busy} disabled={isEmpty || excess > 0}><ArrowUp /></IconButton>
          )}
        </div>
      </div>
    </form>
  );
}

const isTouch = (): boolean => window.matchMedia("(pointer: coarse)").matches;
