"use client";

import { useTranslations } from "next-intl";
import { lazy, Suspense, useState } from "react";
import { cn } from "@/components/ui/cn";
import type { Attachment } from "@/lib/chat/attachments/schemas";
import { api } from "@/lib/http/paths";
import { DocumentChip } from "./document-chip";
import { fitPicture, isPicture } from "./pictures";

type MessageAttachmentsProps = { projectId: string; attachments: readonly Attachment[] };

/** What came with a message: its pictures, whose room is there before they are, and its documents. */
export function MessageAttachments({ projectId, attachments }: MessageAttachmentsProps) {
  const pictures = attachments.filter(isPicture);
  const others = attachments.filter((one) => !isPicture(one));
  return (
    <div className="mt-1.5 grid gap-1.5">
      {pictures.length > 0 ? <Pictures projectId={projectId} pictures={pictures} /> : null}
      {others.length > 0 ? (
        <ul className="flex flex-wrap gap-1.5">
          {others.map((one) => <li key={one.id} className="max-w-full min-w-0"><DocumentChip projectId={projectId} attachment={one} /></li>)}
        </ul>
      ) : null}
    </div>
  );
}

function Pictures({ projectId, pictures }: { projectId: string; pictures: readonly Attachment[] }) {
  const t = useTranslations("chat.attachment");
  const [open, setOpen] = useState<number | null>(null);
  const isAlone = pictures.length === 1;
  return (
    <>
      <ul className={cn("grid gap-1.5", isAlone ? "justify-start" : pictures.length === 2 || pictures.length === 4 ? "max-w-80 grid-cols-2" : "max-w-120 grid-cols-3")}>
        {pictures.map((picture, index) => {
          const size = fitPicture(picture);
          return (
            <li key={picture.id} className="min-w-0">
              <button
                type="button"
                aria-label={t("open", { name: picture.name })}
                onClick={() => setOpen(index)}
                style={isAlone ? { width: size.width, aspectRatio: `${size.width} / ${size.height}` } : undefined}
                className={cn("block max-w-full cursor-zoom-in overflow-hidden rounded-md border border-line bg-sunken", !isAlone && "aspect-square w-full")}
              >
                {/* oxlint-disable-next-line nextjs/no-img-element -- readable for members only, so Next's optimiser may not fetch it */}
                <img src={api.attachmentFile(projectId, picture.id)} alt={picture.name} width={size.width} height={size.height} loading="lazy" decoding="async" className="size-full object-cover" />
              </button>
            </li>
          );
        })}
      </ul>
      {open === null ? null : (
        <Suspense>
          <Lightbox projectId={projectId} pictures={pictures} index={open} onGo={setOpen} />
        </Suspense>
      )}
    </>
  );
}

const Lightbox = lazy(() => import("./lightbox").then(({ Lightbox: component }) => ({ default: component })));
