"use client";

import { ChevronLeft, ChevronRight, Download, X } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import { useEffect, useRef } from "react";
import { buttonClass } from "@/components/ui/button-class";
import { cn } from "@/components/ui/cn";
import type { Attachment } from "@/lib/chat/attachments/schemas";
import { api } from "@/lib/http/paths";
import { sizeInWords } from "./pictures";

type LightboxProps = {
  projectId: string;
  pictures: readonly Attachment[];
  index: number;
  /** Another one, or null to close. */
  onGo: (index: number | null) => void;
};

/** A message's pictures over the whole page, one at a time. The browser's own dialog keeps the focus and gives it back. */
export function Lightbox({ projectId, pictures, index, onGo }: LightboxProps) {
  const t = useTranslations("chat.attachment");
  const locale = useLocale();
  const dialog = useRef<HTMLDialogElement>(null);
  const picture = pictures[index];

  useEffect(() => {
    dialog.current?.showModal();
  }, []);

  useEffect(() => {
    const element = dialog.current;
    const onKey = ({ key }: KeyboardEvent) => {
      const forwards = element && getComputedStyle(element).direction === "rtl" ? "ArrowLeft" : "ArrowRight";
      const step = key === forwards ? 1 : key === "ArrowLeft" || key === "ArrowRight" ? -1 : 0;
      if (step !== 0 && pictures[index + step]) onGo(index + step);
    };
    // A press beside the picture closes it, as one on the page behind it would.
    const onPress = ({ target }: MouseEvent) => target instanceof Element && target.closest("button, a, img") === null && element?.close();
    element?.addEventListener("keydown", onKey);
    element?.addEventListener("click", onPress);
    return () => {
      element?.removeEventListener("keydown", onKey);
      element?.removeEventListener("click", onPress);
    };
  }, [pictures, index, onGo]);

  if (!picture) return null;
  const file = api.attachmentFile(projectId, picture.id);
  return (
    <dialog
      ref={dialog}
      aria-label={picture.name}
      onClose={() => onGo(null)}
      className="fixed inset-0 m-0 size-full max-h-none max-w-none bg-transparent text-ink backdrop:bg-paper/95"
    >
      <div className="flex h-full flex-col">
        <div className="flex items-center gap-2 p-3">
          <p className="min-w-0 flex-1 truncate" dir="auto" title={picture.name}>
            {picture.name}
            <span className="ms-2 text-xs text-faint tabular-nums">{picture.width} × {picture.height} · {sizeInWords(picture.size, locale)}{pictures.length > 1 ? ` · ${t("place", { n: index + 1, count: pictures.length })}` : ""}</span>
          </p>
          <a href={file} download={picture.name} aria-label={t("download", { name: picture.name })} title={t("download", { name: picture.name })} className={buttonClass({ variant: "ghost", size: "md", square: true })}><Download /></a>
          <button type="button" aria-label={t("close")} title={t("close")} onClick={() => dialog.current?.close()} className={buttonClass({ variant: "ghost", size: "md", square: true })}><X /></button>
        </div>
        <div className="relative grid min-h-0 flex-1 place-items-center px-3 pb-6 sm:px-16">
          {/* oxlint-disable-next-line nextjs/no-img-element -- the file as it is, readable for members only */}
          <img key={picture.id} src={file} alt={picture.name} width={picture.width ?? undefined} height={picture.height ?? undefined} className="h-auto max-h-full w-auto max-w-full rounded-md border border-line bg-sunken object-contain" />
          {index > 0 ? <Step side="start" label={t("previous")} onClick={() => onGo(index - 1)} /> : null}
          {index < pictures.length - 1 ? <Step side="end" label={t("next")} onClick={() => onGo(index + 1)} /> : null}
        </div>
      </div>
    </dialog>
  );
}

function Step({ side, label, onClick }: { side: "start" | "end"; label: string; onClick: () => void }) {
  const Icon = side === "start" ? ChevronLeft : ChevronRight;
  return (
    <button type="button" aria-label={label} title={label} onClick={onClick} className={cn(buttonClass({ variant: "secondary", size: "lg", square: true }), "absolute top-1/2 -translate-y-1/2", side === "start" ? "start-3" : "end-3")}>
      <Icon className="rtl:-scale-x-100" />
    </button>
  );
}
