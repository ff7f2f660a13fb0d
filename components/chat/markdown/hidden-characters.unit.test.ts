import { expect, it } from "vitest";
import { needsIsolation, revealHidden, revealOverrides } from "./hidden-characters";

it("names what code hides, and leaves the rest as it is", () => {
  expect(revealHidden("a\u202Eb\u200Bc\uFEFF\u{E0041}")).toBe("a⟨U+202E⟩b⟨U+200B⟩c⟨U+FEFF⟩⟨U+E0041⟩");
  expect(revealHidden("שלום\t👩‍👩‍👧 é\n")).toBe("שלום\t👩‍👩‍👧 é\n");
});

it("names in running text only what overrides its order, and says which text must be isolated", () => {
  expect(revealOverrides("user\u202Etxt.exe \u2067a\u2069")).toBe("user⟨U+202E⟩txt.exe \u2067a\u2069");
  expect([needsIsolation("\u202Ba"), needsIsolation("\u2067a"), needsIsolation("שלום a")]).toEqual([true, true, false]);
});
