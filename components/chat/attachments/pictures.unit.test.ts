import { describe, expect, it } from "vitest";
import type { Attachment } from "@/lib/chat/attachments/schemas";
import { fitPicture, isPicture, sizeInWords } from "./pictures";

const picture = (width: number | null, height: number | null): Attachment => ({ id: "a", name: "a.png", mediaType: "image/png", size: 1, width, height, documentId: null });

describe("the room that a picture takes", () => {
  it("is its own size where that fits", () => {
    expect(fitPicture(picture(120, 80))).toEqual({ width: 120, height: 80 });
  });

  it("keeps the picture's shape where it has to be smaller", () => {
    expect(fitPicture(picture(4_160, 2_000))).toEqual({ width: 416, height: 200 });
    expect(fitPicture(picture(1_000, 3_200))).toEqual({ width: 100, height: 320 });
  });

  it("is never nothing, however thin the picture", () => {
    expect(fitPicture(picture(20_000, 1))).toEqual({ width: 416, height: 1 });
  });
});

it("takes only what has a size in pixels for a picture", () => {
  expect([picture(1, 1), picture(null, null)].map(isPicture)).toEqual([true, false]);
});

it("says how large a file is", () => {
  expect([500, 2_300, 24_900_000].map((bytes) => sizeInWords(bytes, "en"))).toEqual(["500 bytes", "2.3 kB", "25 MB"]);
});
