import type { Attachment } from "@/lib/chat/attachments/schemas";

/** Whether an attachment is shown as the picture it is. */
export const isPicture = ({ width, height }: Attachment): boolean => width !== null && height !== null;

/** What stands for a message that is nothing but its files, where it is shown in a line. */
export const namesOf = (attachments: readonly Attachment[]): string => attachments.map(({ name }) => name).join(", ");

/** One picture alone is at most so large, in CSS pixels. */
const mostWidth = 416;
const mostHeight = 320;

/** The size at which a picture is shown by itself: as it is, or made smaller to fit. */
export function fitPicture({ width, height }: Attachment): { width: number; height: number } {
  const [full, tall] = [Math.max(1, width ?? 1), Math.max(1, height ?? 1)];
  const scale = Math.min(1, mostWidth / full, mostHeight / tall);
  return { width: Math.max(1, Math.round(full * scale)), height: Math.max(1, Math.round(tall * scale)) };
}

/** A file's size in words. */
export function sizeInWords(bytes: number, locale: string): string {
  const unit = bytes < 1_000 ? "byte" : bytes < 1_000_000 ? "kilobyte" : "megabyte";
  const value = bytes / { byte: 1, kilobyte: 1_000, megabyte: 1_000_000 }[unit];
  return new Intl.NumberFormat(locale, { style: "unit", unit, unitDisplay: unit === "byte" ? "long" : "short", maximumFractionDigits: value < 10 && unit !== "byte" ? 1 : 0 }).format(value);
}
