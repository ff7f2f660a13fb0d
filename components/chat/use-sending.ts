"use client";

import { useEffect, useRef, useState } from "react";
import type { Written } from "./composer";
import { namesOf } from "./attachments/pictures";
import type { Attaching } from "./attachments/use-attachments";

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
  const [isWaiting, setWaiting] = useState(false);
  const isUploading = uploads.some(({ state }) => state === "waiting" || state === "sending");
  const hasFailed = uploads.some(({ state }) => state === "failed");
  const arrived = uploads.filter(({ state }) => state === "done");
  const canSend = (text.trim() !== "" || (arrived.length > 0 && !isUploading)) && text.length <= mostLength;

  async function send(): Promise<void> {
    if (!canSend || busy) return;
    if (hasFailed || isUploading) return setWaiting(true);
    setWaiting(false);
    const attachments = arrived.flatMap(({ result }) => result ?? []);
    const sent = onSend({ content: text.trim() === "" ? namesOf(attachments) : text, replyTo, attachments });
    // Most are given away at once: the field is empty before the next key.
    if (sent !== true && !(await sent)) return;
    forget(arrived.map(({ id }) => id));
    onSent();
  }

  const latest = useRef(send);
  useEffect(() => {
    latest.current = send;
  });
  const isReady = isWaiting && !isUploading && !hasFailed;
  useEffect(() => {
    if (isReady) void latest.current();
  }, [isReady]);

  return {
    send: () => void send(),
    cancel: () => setWaiting(false),
    canSend,
    /** It goes as soon as the files are there. */
    isWaiting: isWaiting && isUploading && !hasFailed,
    /** It would go, but for a file that couldn't be uploaded. */
    isHeldUp: isWaiting && hasFailed,
  };
}
