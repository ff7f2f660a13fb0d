import "server-only";
import { imageSize } from "image-size";

export type Picture = { mediaType: string; width: number; height: number };

/** Bytes of a file that `readPicture` wants to see: a camera's notes stand before a photograph's size. */
export const pictureHeadBytes = 524_288;

/** The kinds of pictures that every browser shows and that hold no scripts, each by how its bytes begin. */
const kinds = [
  { type: "png", mediaType: "image/png", endings: ["png"], begins: /^\x89PNG\r\n\x1a\n/ },
  { type: "jpg", mediaType: "image/jpeg", endings: ["jpg", "jpeg", "jpe", "jfif"], begins: /^\xff\xd8\xff/ },
  { type: "gif", mediaType: "image/gif", endings: ["gif"], begins: /^GIF8[79]a/ },
  { type: "webp", mediaType: "image/webp", endings: ["webp"], begins: /^RIFF[^]{4}WEBP/ },
] as const;

/**
 * What a file is as a picture, by its first bytes and whatever its name; null for what is none. The size is the one
 * it is shown with: a photograph that was taken upright says that it lies on its side.
 */
export function readPicture(head: Buffer): Picture | null {
  const kind = kindOf(head);
  if (!kind) return null;
  try {
    const { type, width, height, orientation = 1 } = imageSize(head);
    if (type !== kind.type || width < 1 || height < 1) return null;
    return orientation >= 5 ? { mediaType: kind.mediaType, width: height, height: width } : { mediaType: kind.mediaType, width, height };
  } catch {
    // It begins like a picture and doesn't go on like one.
    return null;
  }
}

/** The name under which a picture is saved, with an ending of its kind: whatever else a file was called is no good. */
export function pictureName(name: string, { mediaType }: Picture): string {
  const kind = kinds.find((one) => one.mediaType === mediaType);
  const ending = /\.([a-z0-9]+)$/i.exec(name)?.[1]?.toLowerCase() ?? "";
  // The kind is one of the table's, so it has a first ending; compared as text, since each has a list of its own.
  return !kind || (kind.endings as readonly string[]).includes(ending) ? name : `${name.slice(0, 250)}.${kind.endings[0]}`;
}

const kindOf = (head: Buffer) => kinds.find(({ begins }) => begins.test(head.toString("latin1", 0, 16)));
