import { afterEach, expect, it, vi } from "vitest";
import { copyText } from "./copy-text";

afterEach(() => vi.unstubAllGlobals());

it("puts a text on the clipboard", async () => {
  const writeText = vi.fn<(text: string) => Promise<void>>(async () => undefined);
  vi.stubGlobal("navigator", { clipboard: { writeText } });
  expect(await copyText("a b")).toBe(true);
  expect(writeText).toHaveBeenCalledExactlyOnceWith("a b");
});

it("says so when the browser doesn't allow it", async () => {
  vi.stubGlobal("navigator", { clipboard: { writeText: () => Promise.reject(new DOMException("denied", "NotAllowedError")) } });
  expect(await copyText("a")).toBe(false);
});

it("says so where there is no clipboard, as without HTTPS", async () => {
  vi.stubGlobal("navigator", {});
  expect(await copyText("a")).toBe(false);
});
