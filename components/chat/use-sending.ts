"use client";

import { useEffect, useRef, useState } from "react";
import type { Written } from "./composer";
import type { Attaching } from "./attachments/use-attachments";
import { sendingState, type Wish } from "./sending-state";

type Options = {
  text: string;
  replyTo: string | null;
  attaching: Attaching;
  mostLength: number;
  busy: boolean;
  onSend: (message: Written) => boolean | Promise<boolean>;
  onSent: () => void;
};

/**
 * Sends what was written, once its files are there. A file that couldn't be uploaded holds the message up until it is
 * tried again or taken off; the text stays all the while.
 */
export function useSending({ text, replyTo, attaching: { uploads, forget }, mostLength, busy, onSend, onSent }: Options) {
  const [wish, setWish] = useState<Wish | null>(null);
  const arrived = uploads.filter(({ state }) => state === "done");
  const { canSend, isHeld, isWished, isWaiting, isHeldUp, isReady } = sendingState({ text, uploads, mostLength, wish });
  if (wish && !isWished) setWish(null);

  async function send(): Promise<void> {
    if (!canSend || busy) return;
    if (isHeld) return setWish({ text, uploads: uploads.map(({ id }) => id) });
    setWish(null);
    const attachments = arrived.flatMap(({ result }) => result ?? []);
    const sent = onSend({ content: text.trim() === "" ? "" : text, replyTo, attachments });
    // Most are given away at once: the field is empty before the next key.
    if (sent !== true && !(await sent)) return;
    forget(arrived.map(({ id }) => id));
    onSent();
  }

  const latest = useRef(send);
  useEffect(() => {
    latest.current = send;
  });
  useEffect(() => {
    if (isReady && !busy) void latest.current();
  }, [isReady, busy]);

  return { send: () => void send(), cancel: () => setWish(null), canSend, isWaiting, isHeldUp };
}
