/**
 * Puts a text on the clipboard.
 * @returns false where the browser doesn't allow it, and where it offers no clipboard, as without HTTPS
 */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}
