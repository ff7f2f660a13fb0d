/** Longer words are broken: PDFKit measures the whole rest of a word for each of its lines. */
const maxWord = 80;
/** A letter with more marks than that is no letter of any language, and is broken like a word. */
const maxUnbroken = 120;
/** Where a line may end without a hyphen. */
const zeroWidthSpace = "\u200B";

/** The text with places to break its long words at, in time that grows with its length only. */
export function breakLongWords(text: string): string {
  if (text.length <= maxWord) return text;
  const parts: string[] = [];
  let start = 0;
  let length = 0;
  let index = 0;
  for (const character of text) {
    if (character === " " || character === "\n" || character === "\t") length = 0;
    else if (length >= maxUnbroken || (length >= maxWord && !joinsPrevious.test(character))) {
      parts.push(text.slice(start, index));
      start = index;
      length = 1;
    } else length += 1;
    index += character.length;
  }
  parts.push(text.slice(start));
  return parts.join(zeroWidthSpace);
}

/** Marks, joiners and the tones of emoji belong to the letter before them. */
const joinsPrevious = /[\p{M}\p{Emoji_Modifier}\u200D]/u;
