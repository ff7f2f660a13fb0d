import "server-only";
import { ownWords } from "@/lib/markdown/plain-text";

/** `@Socrates` or `@assistant`, in whichever case: always the assistant, also where a member has that name. Letters of other scripts may touch it. */
const mention = /(?<![\p{Script=Latin}\p{N}_@.+-])@(?:socrates|assistant)(?![\p{Script=Latin}\p{M}\p{N}_-]|[.@][\p{L}\p{N}])/giu;

/** Whether a text calls the assistant, in its author's own words. */
export const mentionsAssistant = (content: string): boolean => content.includes("@") && ownWords(content).search(mention) >= 0;

/** What a text says to people: its author's own words, without the assistant's names. */
export const saidToPeople = (content: string): string => (content.includes("@") ? ownWords(content).replaceAll(mention, " ") : "");

/**
 * Whether the assistant answers a message by itself. `mentioned` asks for its name in the text, or for a reply to one
 * of its own messages.
 */
export function shouldAnswer(mode: "always" | "mentioned" | "never", message: { content: string; repliesTo: { role: "user" | "assistant" } | null }): boolean {
  if (mode === "mentioned") return message.repliesTo?.role === "assistant" || mentionsAssistant(message.content);
  return mode === "always";
}
