import { z } from "zod";
import { idParam, isoTime, momentInput } from "@/lib/core/common-schemas";

export const digestParams = z.object({ projectId: idParam });
export const digestQuery = z.object({ since: momentInput.optional().meta({ description: "From when on, without it since the caller's visit before this one; 90 days back at most." }) });

/** Where a line of the digest comes from. */
export const digestSource = z.union([
  z.object({ kind: z.literal("message"), sessionId: z.uuid(), sessionTitle: z.string(), messageId: z.uuid() }),
  z.object({ kind: z.literal("document"), documentId: z.uuid(), title: z.string() }),
  z.object({ kind: z.literal("member"), userId: z.uuid() }),
]);

export const digestItem = z.object({
  /** `answer` is an answer to a question of the caller's; `decision` is something that was pinned or said to be decided. */
  kind: z.enum(["decision", "mention", "answer", "document", "member"]),
  /** What it says, quoted from its source. */
  text: z.string(),
  /** Of a message: whether a person or the assistant wrote it. */
  role: z.enum(["user", "assistant"]).nullable(),
  userId: z.uuid().nullable(),
  userName: z.string().nullable(),
  at: isoTime,
  source: digestSource,
});
export type DigestItem = z.infer<typeof digestItem>;

export const digest = z
  .object({
    /** Null when there was no earlier visit: everything is new then, and nothing is listed. */
    since: isoTime.nullable(),
    items: z.array(digestItem),
    /** How many messages of others there were in how many conversations; counting stops at 1,000 messages. */
    messages: z.number().int(),
    conversations: z.number().int(),
    /** Whether a language model can sum it up. */
    canSummarize: z.boolean(),
  })
  .meta({ id: "Digest" });
export type Digest = z.infer<typeof digest>;

/** The digest in a few sentences; `[n]` in the text is the n-th of `sources`. */
export const digestSummary = z.object({ text: z.string(), model: z.string(), sources: z.array(digestItem) }).meta({ id: "DigestSummary" });
export type DigestSummary = z.infer<typeof digestSummary>;
