/** Every text of an exported conversation, in one place so that it can be translated. */
export const exportTexts = {
  untitled: "Conversation",
  assistant: "Socrates",
  gone: "Someone who left",
  exported: (at: string) => `Exported from Socrates on ${at}`,
  deleted: "This message was deleted.",
  unfinished: { queued: "Waits to be answered.", streaming: "Is still being written.", stopped: "Stopped before its end.", interrupted: "Interrupted before its end.", failed: "The answer failed.", complete: "" },
  edited: "edited",
  pinned: "pinned",
  attachments: "Attachments",
  sources: "Sources",
  page: (page: number) => `page ${page}`,
};

/** A moment for people, in UTC: 22 November 2026, 19:04 UTC. */
export const momentText = (iso: string): string => `${momentFormat.format(new Date(iso))} UTC`;

const momentFormat = new Intl.DateTimeFormat("en-GB", { dateStyle: "long", timeStyle: "short", timeZone: "UTC" });
