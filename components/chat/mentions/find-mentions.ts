import { findNames } from "@/lib/chat/mention-names";

export type Named = { name: string; isReader: boolean };

/** A text in pieces: as it is, or the name of somebody who is mentioned, with its @. */
export type Piece = string | { mention: string; isReader: boolean };

/** Cuts a text where it names somebody after an @: as the server reads it. */
export function findMentions(written: string, names: readonly Named[]): Piece[] {
  const text = written.normalize("NFC");
  const pieces: Piece[] = [];
  let from = 0;
  for (const { start, end, people } of findNames(text, names)) {
    if (start > from) pieces.push(text.slice(from, start));
    pieces.push({ mention: text.slice(start, end), isReader: people.some(({ isReader }) => isReader) });
    from = end;
  }
  if (from < text.length) pieces.push(text.slice(from));
  return pieces;
}
