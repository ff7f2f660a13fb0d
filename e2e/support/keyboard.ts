import { expect, type Locator } from "@playwright/test";

/** More than any page has controls before the one that is looked for. */
const mostSteps = 40;

/** Goes on with Tab until a control has the focus. */
export async function tabTo(control: Locator): Promise<void> {
  const page = control.page();
  const hasFocus = () => control.evaluate((element) => element === document.activeElement);
  await expect(control).toBeVisible();
  for (let step = 0; step < mostSteps && !(await hasFocus()); step += 1) await page.keyboard.press("Tab");
  await expect(control).toBeFocused();
}

/** Reaches a control by Tab and presses it with Enter. */
export async function pressByKeyboard(control: Locator): Promise<void> {
  await tabTo(control);
  await control.page().keyboard.press("Enter");
}

/** Reaches a field by Tab and types into it. */
export async function typeByKeyboard(field: Locator, text: string): Promise<void> {
  await tabTo(field);
  await field.page().keyboard.type(text);
}
