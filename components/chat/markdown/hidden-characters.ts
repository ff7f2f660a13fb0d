/**
 * Characters that show nothing and change what is read: marks of direction, which reorder what stands around them
 * (U+202E lets `exe.gpj` read as `jpg.exe`), and spaces without width. In code each is shown by its name.
 */
const inCode = /[\u00AD\u061C\u180E\u200B\u200E\u200F\u202A-\u202E\u2060-\u2069\uFEFF\u{E0000}-\u{E007F}]/gu;

/** Nobody types these two in running text: they turn around the order of all that follows. */
const overrides = /[\u202D\u202E]/g;

/** Running text may be embedded and isolated; it ends where its element ends. */
const embeddings = /[\u202A-\u202C\u2066-\u2069]/;

/** Code with its hidden characters shown by their names. */
export const revealHidden = (code: string): string => code.replace(inCode, nameOf);

/** True for text that must stand in an element of its own, so that its order ends with it. */
export const needsIsolation = (text: string): boolean => embeddings.test(text);

/** Running text with the marks that override its order shown by their names. */
export const revealOverrides = (text: string): string => text.replace(overrides, nameOf);

const nameOf = (character: string): string => `⟨U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}⟩`;
