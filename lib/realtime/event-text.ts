import "server-only";
import type { ProjectEvent } from "@/lib/events/catalogue";

/** One event goes to many streams: its text is made once, with and without what it is about. */
const wholeTexts = new WeakMap<ProjectEvent, string>();
const lightTexts = new WeakMap<ProjectEvent, string>();

/**
 * An event as lines of a server-sent event, without the `id:`. Whoever doesn't show the conversation gets a message's
 * event without the message (up to 32 kB): a list of conversations needs only its ids, as after a replay.
 */
export function eventText(event: ProjectEvent, isShown: boolean): string {
  const isLight = !isShown && event.thing !== undefined && event.name.startsWith("chat:message:");
  const texts = isLight ? lightTexts : wholeTexts;
  let text = texts.get(event);
  if (text === undefined) {
    const { thing, ...light } = event;
    text = `event: ${event.name}\ndata: ${JSON.stringify(isLight || thing === undefined ? light : event)}\n`;
    texts.set(event, text);
  }
  return text;
}
