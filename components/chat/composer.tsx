"use client";

import { ArrowUp, Paperclip, Square } from "lucide-react";
import { useTranslations } from "next-intl";
import { lazy, Suspense, useEffect, useRef, useState, type ClipboardEvent, type KeyboardEvent, type ReactNode } from "react";
import { IconButton } from "@/components/ui/icon-button";
import { isComposing } from "@/components/ui/is-composing";
import { isTouch } from "@/components/ui/is-touch";
import { Textarea } from "@/components/ui/textarea";
import type { Attachment } from "@/lib/chat/attachments/schemas";
import type { Attaching, AttachmentLimits } from "./attachments/use-attachments";
import { useMention } from "./mentions/use-mention";
import type { DraftControl } from "./use-draft";
import { useSending } from "./use-sending";

export type Written = { content: string; replyTo: string | null; attachments: readonly Attachment[] };

type ComposerProps = {
  projectId: string;
  /** What is being written, and what it belongs to. */
  draft: DraftControl;
  place: string;
  /** Gives the message away; false keeps it in the field. */
  onSend: (message: Written) => boolean | Promise<boolean>;
  onTyping?: (isTyping: boolean) => void;
  /** Stops the answer that is being written, if there is one. */
  onStop?: (() => void) | null;
  /** Edits one's own last message; false when there is none. */
  onEditLast?: () => boolean;
  /** Lets go of the message that this one answers; null when it answers none. */
  onCancelReply?: (() => void) | null;
  busy?: boolean;
  attaching: Attaching;
  limits: AttachmentLimits;
  /** The most characters of a message. */
  mostLength: number;
  autoFocus?: boolean;
  /** Within the field's frame, over the text: the message that is answered. */
  header?: ReactNode;
  /** Above the field: what went wrong. */
  children?: ReactNode;
};

/** A longer text than this that is pasted may be better off as a file (characters). */
const longPaste = 8_000;

/** Where messages are written. Enter sends; a new line takes Shift, and under a finger it is the other way round. */
export function Composer({ projectId, draft: { draft, change }, place, onSend, onTyping, onStop = null, onEditLast, onCancelReply = null, busy = false, attaching, limits, mostLength, autoFocus = false, header, children }: ComposerProps) {
  const t = useTranslations("chat.composer");
  const field = useRef<HTMLTextAreaElement>(null);
  const picker = useRef<HTMLInputElement>(null);
  const [pasted, setPasted] = useState<string | null>(null);
  const { text } = draft;
  const mention = useMention(field, text, (next) => change({ text: next }));
  const sending = useSending({ text, replyTo: draft.replyTo, attaching, mostLength, busy, onSend, onSent: () => {
    setPasted(null);
    change({ text: "", replyTo: null });
  } });
  const isEmpty = text.trim() === "";
  const excess = Math.max(0, text.length - mostLength);

  useEffect(() => {
    // Under a finger the focus would raise the keyboard over what is to be read.
    if (autoFocus && !isTouch()) field.current?.focus({ preventScroll: true });
  }, [autoFocus, place]);

  function send(): void {
    onTyping?.(false);
    sending.send();
    field.current?.focus({ preventScroll: true });
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (isComposing(event)) return;
    if (mention.onKeyDown(event)) return;
    if (event.key === "Escape" && sending.isWaiting) sending.cancel();
    else if (event.key === "Escape" && onCancelReply) onCancelReply();
    else if (event.key === "ArrowUp" && text === "" && attaching.uploads.length === 0 && onEditLast?.()) event.preventDefault();
    if (event.key !== "Enter" || event.shiftKey) return;
    if (isTouch() && !event.metaKey && !event.ctrlKey) return;
    event.preventDefault();
    send();
  }

  function onPaste(event: ClipboardEvent): void {
    const plain = event.clipboardData.getData("text/plain");
    const files = [...event.clipboardData.files];
    // What comes from a word processor is text that brings its picture along.
    if (plain === "" && files.length > 0) {
      event.preventDefault();
      attaching.add(files);
    } else if (plain.length > longPaste) setPasted(plain);
  }

  function attachPasted(): void {
    if (pasted === null) return;
    attaching.add([new File([pasted], t("pastedName"), { type: "text/plain" })]);
    change({ text: text.replace(pasted, "") });
    setPasted(null);
    field.current?.focus();
  }

  return (
    <form
      data-composer
      className="relative mx-auto w-full max-w-[46rem]"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      {children}
      {mention.query ? (
        <Suspense>
          <MentionList projectId={projectId} query={mention.query.text} controls={mention.controls} onActive={mention.setActive} onPick={mention.pick} onClose={mention.close} />
        </Suspense>
      ) : null}
      <div className="rounded-md border border-control bg-raised transition-colors focus-within:border-focus">
        {header}
        {attaching.uploads.length > 0 || (pasted !== null && text.includes(pasted)) ? (
          <Suspense>
            <AttachmentTray attaching={attaching} limits={limits} pastedLength={pasted !== null && text.includes(pasted) ? pasted.length : null} onAttachPasted={attachPasted} onKeepPasted={() => setPasted(null)} />
          </Suspense>
        ) : null}
        <Textarea
          ref={field}
          bare
          dir="auto"
          minRows={1}
          maxRows={12}
          aria-label={t("label")}
          placeholder={t("placeholder")}
          aria-describedby="composer-hint"
          {...mention.field}
          className="px-3.5 pt-3 pb-1.5 text-lg/6"
          value={text}
          onChange={(event) => {
            change({ text: event.currentTarget.value });
            mention.look();
            onTyping?.(event.currentTarget.value.trim() !== "");
          }}
          onSelect={mention.look}
          onBlur={() => onTyping?.(false)}
          onKeyDown={onKeyDown}
          onPaste={onPaste}
        />
        <div className="flex items-center gap-1 px-2 pb-2">
          <IconButton label={t("attach")} onClick={() => picker.current?.click()}><Paperclip /></IconButton>
          <input
            ref={picker}
            type="file"
            multiple
            hidden
            onChange={(event) => {
              attaching.add([...(event.currentTarget.files ?? [])]);
              event.currentTarget.value = "";
            }}
          />
          <Hint excess={excess} sending={sending} />
          {onStop ? <IconButton label={t("stop")} variant="secondary" onClick={onStop}><Square className="size-3! fill-current" /></IconButton> : null}
          {onStop && isEmpty ? null : (
            <IconButton type="submit" label={sending.isWaiting ? t("waiting") : t("send")} variant="primary" busy={busy || sending.isWaiting} disabled={!sending.canSend}><ArrowUp /></IconButton>
          )}
        </div>
      </div>
    </form>
  );
}

/** What Enter does, or why it does nothing. */
function Hint({ excess, sending }: { excess: number; sending: ReturnType<typeof useSending> }) {
  const t = useTranslations("chat.composer");
  const problem = excess > 0 ? t("tooLong", { count: excess }) : sending.isHeldUp ? t("heldUp") : null;
  if (problem) return <p id="composer-hint" role="alert" className="min-w-0 flex-1 px-1 text-end text-xs text-danger">{problem}</p>;
  if (sending.isWaiting) return <p id="composer-hint" role="status" className="min-w-0 flex-1 truncate px-1 text-end text-xs text-faint">{t("waiting")}</p>;
  return <p id="composer-hint" className="min-w-0 flex-1 truncate px-1 text-end text-xs text-faint coarse:invisible">{t("hint")}</p>;
}

const AttachmentTray = lazy(() => import("./attachments/attachment-tray").then(({ AttachmentTray: component }) => ({ default: component })));
const MentionList = lazy(() => import("./mentions/mention-list").then(({ MentionList: component }) => ({ default: component })));
