import { describe, expect, test } from "vitest";
import { pictureName, readPicture } from "./pictures";
import { gif, jpeg, png, webp } from "./testing/pictures";

describe("a picture is known by its bytes:", () => {
  test.each([
    ["PNG", png(640, 480), { mediaType: "image/png", width: 640, height: 480 }],
    ["JPEG", jpeg(640, 480), { mediaType: "image/jpeg", width: 640, height: 480 }],
    ["JPEG taken upright", jpeg(640, 480, 6), { mediaType: "image/jpeg", width: 480, height: 640 }],
    ["JPEG taken upside down", jpeg(640, 480, 3), { mediaType: "image/jpeg", width: 640, height: 480 }],
    ["JPEG after 300 kB of notes", jpeg(640, 480, 1, 300_000), { mediaType: "image/jpeg", width: 640, height: 480 }],
    ["GIF", gif(640, 480), { mediaType: "image/gif", width: 640, height: 480 }],
    ["WebP", webp(640, 480), { mediaType: "image/webp", width: 640, height: 480 }],
    ["PNG with a page behind it", Buffer.concat([png(2, 2), Buffer.from("<script>alert(1)</script>")]), { mediaType: "image/png", width: 2, height: 2 }],
  ])("%s", (_, bytes, picture) => expect(readPicture(bytes)).toEqual(picture));
});

describe("none is", () => {
  test.each([
    ["nothing", Buffer.alloc(0)],
    ["a drawing with scripts", Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"><script>alert(1)</script></svg>')],
    ["a page", Buffer.from("<!doctype html><img>")],
    ["a PDF", Buffer.from("%PDF-1.7")],
    ["a PNG that breaks off in its header", png(2, 2).subarray(0, 12)],
    ["a PNG without pixels", png(0, 5)],
    ["a JPEG that never tells its size", Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 4, 0, 0])],
    ["a JPEG that leads in a circle", Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 0, 0xff, 0xe0, 0, 0])],
    ["a GIF by its first letters only", Buffer.from("GIF87b-----")],
    ["a WebP of a kind that is unknown", Buffer.concat([Buffer.from("RIFF\0\0\0\0WEBPVP9X"), Buffer.alloc(20)])],
    ["a TIFF", Buffer.from("II*\0\x08\0\0\0", "latin1")],
    ["an icon", Buffer.from([0, 0, 1, 0, 1, 0, 16, 16, 0, 0])],
  ])("%s", (_, bytes) => expect(readPicture(bytes)).toBeNull());
});

test.each([
  ["a.png", "a.png"],
  ["a.PNG", "a.PNG"],
  ["a.html", "a.html.png"],
  ["a.jpg", "a.jpg.png"],
  ["image", "image.png"],
  [`${"n".repeat(251)}.svg`, `${"n".repeat(250)}.png`],
])("a PNG that is called %s is saved as %s", (name, saved) => expect(pictureName(name, { mediaType: "image/png", width: 1, height: 1 })).toBe(saved));
