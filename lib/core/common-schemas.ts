import { z } from "zod";

/** A moment in the API: ISO 8601 in UTC. */
export const isoTime = z.iso.datetime();

/** A moment that a client names: PostgreSQL knows no year 0, and no fraction of any length. */
export const momentInput = isoTime.max(40, "must have 40 characters or fewer").refine((value) => !value.startsWith("0000"), "must be a moment after the year 0");

/** One page of a list. `nextCursor` is null on the last. */
export const pageOf = <T extends z.ZodType>(item: T) => z.object({ items: z.array(item), nextCursor: z.string().nullable() });

/** `?limit=&cursor=` of every list. */
export const pageQuery = z.object({
  limit: z.coerce.number().int().min(1).max(100).default(20),
  cursor: z.string().max(2000).optional(),
});

/** A line of text that people read: trimmed, not empty. */
export const line = (most: number) => z.string().trim().min(1, "must not be empty").max(most, `must have ${most} characters or fewer`);

/** Short labels; doubles and empty ones fall away. */
export const tagList = z.array(z.string().trim().min(1).max(40)).max(20).transform((tags) => [...new Set(tags)]);

/** A UUID in a path. */
export const idParam = z.guid().transform((value) => value.toLowerCase());
