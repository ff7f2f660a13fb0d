import "server-only";
import { blankCode } from "./code-spans";

/** `@Socrates` or `@assistant` as a word of its own, in whichever case: always the assistant, whoever else is called so. */
const mention = /(?<![\p{L}\p{N}_@.+-])@(?:socrates|assistant)(?![\p{L}\p{N}_-]|[.@][\p{L}\p{N}])/giu;

/** Whether a text calls the assistant; what stands in code calls nobody. */
export const mentionsAssistant = (content: string): boolean => blankCode(content).search(mention) >= 0;

/** What a text says to people: without code, and without the assistant's names. */
export const saidToPeople = (content: string): string => blankCode(content).replaceAll(mention, " ");

/**
 * Whether the assistant answers a message by itself. `mentioned` asks for its name in the text, or for a reply to one
 * of its own messages.
 */
export function shouldAnswer(mode: "always" | "mentioned" | "never", message: { content: string; repliesTo: { role: "user" | "assistant" } | null }): boolean {
  if (mode === "mentioned") return message.repliesTo?.role === "assistant" || mentionsAssistant(message.content);
  return mode === "always";
}
