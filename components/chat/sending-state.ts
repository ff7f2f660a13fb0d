import type { Upload } from "@/components/uploads/upload-queue";

/** What was to be sent before its files were there: its text and its uploads' ids. */
export type Wish = { text: string; uploads: readonly string[] };

type Given = { text: string; uploads: readonly Pick<Upload<unknown>, "id" | "state">[]; mostLength: number; wish: Wish | null };

/** How what is being written stands, with the files that go with it. */
export function sendingState({ text, uploads, mostLength, wish }: Given) {
  const isUploading = uploads.some(({ state }) => state === "waiting" || state === "sending");
  const hasFailed = uploads.some(({ state }) => state === "failed");
  const hasArrived = uploads.some(({ state }) => state === "done");
  const hasText = text.trim() !== "";
  const canSend = (hasText || (hasArrived && !isUploading)) && text.length <= mostLength;
  // Whoever writes on, or takes everything back, wishes something else.
  const isWished = wish !== null && wish.text === text && (hasText || uploads.some(({ id }) => wish.uploads.includes(id)));
  return {
    canSend,
    /** It can't go yet: its files are under way, or one of them couldn't be uploaded. */
    isHeld: isUploading || hasFailed,
    isWished,
    /** It goes as soon as the files are there. */
    isWaiting: isWished && isUploading && !hasFailed,
    /** It would go, but for a file that couldn't be uploaded. */
    isHeldUp: isWished && hasFailed,
    /** It was to be sent, and now it can be. */
    isReady: isWished && canSend && !isUploading && !hasFailed,
  };
}
