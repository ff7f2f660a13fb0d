import type { Locator } from "@playwright/test";

/**
 * Notes every text that an element ever shows from now on, also those that stand for a moment only.
 * @returns gives the texts so far, in the order of their appearance
 */
export async function recordTexts(locator: Locator): Promise<() => Promise<string[]>> {
  const recording = await locator.evaluateHandle((element) => {
    const texts: string[] = [];
    const note = (): void => {
      // What is drawn, without what is there for screen readers only.
      const text = element.textContent ?? "";
      if (texts.at(-1) !== text) texts.push(text);
    };
    note();
    new MutationObserver(note).observe(element, { subtree: true, childList: true, characterData: true });
    return texts;
  });
  return () => recording.jsonValue();
}
