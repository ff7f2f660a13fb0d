import "server-only";
import type { Message } from "@/lib/chat/schemas";
import { db } from "@/lib/core/db";
import { logger } from "@/lib/core/logger";
import type { ProjectEvent } from "@/lib/events/catalogue";
import { hub } from "@/lib/events/hub";
import { findAnswer, type Place } from "./answer-queries";
import { presentMessage } from "./present";

export type Following = {
  /** The answer when it is over; null when it is gone, or when `leave` was called before. Never rejects. */
  ended: Promise<Message | null>;
  leave: () => void;
};

/**
 * Follows an answer to its end on whichever instance it is written, also while it still waits: `onText` gets its text
 * once and in order, what is there already first.
 */
export function followAnswer(place: Place, messageId: string, onText: (text: string) => void): Following {
  let length = 0;
  let leave = () => {};
  const ended = new Promise<Message | null>((resolve) => {
    let isOver = false;
    let unsubscribe = () => {};
    const end = (message: Message | null) => {
      isOver = true;
      unsubscribe();
      resolve(message);
    };
    leave = () => end(null);
    const take = (offset: number, text: string) => {
      // What stands before the offset and isn't known yet comes with the next reading of the row.
      if (isOver || offset > length || offset + text.length <= length) return;
      onText(text.slice(length - offset));
      length = offset + text.length;
    };
    // One at a time, so that a row that was read earlier never ends it after a later one.
    let reading: Promise<void> = Promise.resolve();
    const read = () => {
      reading = reading
        .then(async () => {
          const row = isOver ? null : await findAnswer(db(), place, messageId);
          if (isOver) return;
          if (!row || row.deletedAt) return end(null);
          take(0, row.content);
          if (row.status !== "streaming" && row.status !== "queued") end(presentMessage(row, null));
        })
        .catch((error: unknown) => {
          logger().warn({ err: error, messageId }, "an answer could not be followed");
          end(null);
        });
    };
    const hear = ({ name, payload }: ProjectEvent) => {
      if (name === "chat:message:delta" && payload["messageId"] === messageId) {
        if (Number(payload["offset"]) > length) read();
        take(Number(payload["offset"]), String(payload["text"]));
      } else if (name === "chat:message:updated" && payload["messageId"] === messageId) read();
      else if (name === "chat:session:deleted" && payload["sessionId"] === place.sessionId) end(null);
    };
    hub()
      .subscribe(place.projectId, hear)
      .then(
        (subscription) => {
          unsubscribe = subscription.unsubscribe;
          if (isOver) unsubscribe();
          else read();
        },
        (error: unknown) => {
          logger().warn({ err: error, messageId }, "an answer could not be followed");
          end(null);
        },
      );
  });
  return { ended, leave };
}
