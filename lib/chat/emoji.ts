/** A single emoji as Unicode recommends it for interchange. Made from a string: the compiler's target doesn't know the flag. */
const emoji = new RegExp("^\\p{RGI_Emoji}$", "v");
const emojiStyle = "\uFE0F";

/** The one emoji that a text is, in the form in which all keyboards send it; null for any other text. */
export function emojiOf(text: string): string | null {
  if (emoji.test(text)) return text;
  // Some keyboards leave out the mark that asks for the coloured form.
  const styled = `${text}${emojiStyle}`;
  return emoji.test(styled) ? styled : null;
}
