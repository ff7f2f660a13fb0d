import "server-only";
import { blankCode } from "./code-spans";

/** `@Socrates` or `@assistant` as a word of its own, in whichever case. */
const mention = /(?<![\p{L}\p{N}_@.+-])@(?:socrates|assistant)(?![\p{L}\p{N}_-]|[.@][\p{L}\p{N}])/iu;

/** Whether a text calls the assistant; what stands in code calls nobody. */
export const mentionsAssistant = (content: string): boolean => mention.test(blankCode(content));

/**
 * Whether the assistant answers a message by itself. `mentioned` asks for its name in the text, or for a reply to one
 * of its own messages.
 */
export function shouldAnswer(mode: "always" | "mentioned" | "never", message: { content: string; repliesTo: { role: "user" | "assistant" } | null }): boolean {
  if (mode === "mentioned") return message.repliesTo?.role === "assistant" || mentionsAssistant(message.content);
  return mode === "always";
}
