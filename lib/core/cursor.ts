import type { z } from "zod";
import { AppError } from "./problems";

/** An opaque position in a list: the sort values of the last row, as base64url of JSON. */
export const encodeCursor = (values: unknown[]): string => Buffer.from(JSON.stringify(values)).toString("base64url");

/** @throws AppError `validation-failed` for anything that `encodeCursor` didn't make for this list */
export function decodeCursor<T extends z.ZodType>(schema: T, cursor: string): z.output<T> {
  try {
    return schema.parse(JSON.parse(Buffer.from(cursor, "base64url").toString("utf8")));
  } catch (error) {
    throw new AppError("validation-failed", undefined, { cause: error, errors: [{ pointer: "?cursor", detail: "is not a cursor of this list" }] });
  }
}

/** Cuts the row that was read beyond `limit` and makes of its presence the next cursor. */
export function toPage<T>(rows: T[], limit: number, position: (row: T) => unknown[]): { items: T[]; nextCursor: string | null } {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return { items, nextCursor: rows.length > limit && last !== undefined ? encodeCursor(position(last)) : null };
}
