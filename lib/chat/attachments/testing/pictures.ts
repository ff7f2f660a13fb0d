import { crc32, deflateSync } from "node:zlib";

const chunk = (type: string, data: Buffer): Buffer => {
  const body = Buffer.concat([Buffer.from(type), data]);
  const ends = Buffer.alloc(8);
  ends.writeUInt32BE(data.length, 0);
  ends.writeUInt32BE(crc32(body), 4);
  return Buffer.concat([ends.subarray(0, 4), body, ends.subarray(4)]);
};

/** A whole PNG of one grey; with `lies` its header claims a size that its few pixels don't have. */
export function png(width: number, height: number, lies = false): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 0, 0, 0, 0], 8);
  const pixels = lies ? Buffer.alloc(2) : Buffer.alloc((width + 1) * height);
  return Buffer.concat([Buffer.from("\x89PNG\r\n\x1a\n", "latin1"), chunk("IHDR", header), chunk("IDAT", deflateSync(pixels)), chunk("IEND", Buffer.alloc(0))]);
}

/** The beginning of a JPEG up to its size, after notes of a camera that says how it was held (1 is upright). */
export function jpeg(width: number, height: number, orientation = 1, notes = 0): Buffer {
  const exif = Buffer.alloc(32);
  exif.write("Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01", "latin1");
  exif.writeUInt16BE(orientation, 24);
  const size = Buffer.alloc(15);
  size.set([8], 0);
  size.writeUInt16BE(height, 1);
  size.writeUInt16BE(width, 3);
  size.set([1, 1, 0x11, 0], 5);
  const filler = Array.from({ length: Math.ceil(notes / 60_000) }, () => segment(0xed, Buffer.alloc(60_000)));
  return Buffer.concat([Buffer.from([0xff, 0xd8]), segment(0xe1, exif), ...filler, segment(0xc0, size), Buffer.from([0xff, 0xd9])]);
}

export const gif = (width: number, height: number): Buffer => Buffer.concat([Buffer.from("GIF89a"), Buffer.from(Uint16Array.of(width, height).buffer), Buffer.from([0x80, 0, 0, 0, 0, 0, 255, 255, 255, 0x3b])]);

/** The extended form of WebP, which tells the size of the canvas. */
export function webp(width: number, height: number): Buffer {
  const data = Buffer.alloc(30);
  data.write("RIFF", 0);
  data.writeUInt32LE(22, 4);
  data.write("WEBPVP8X", 8);
  data.writeUInt32LE(10, 16);
  data.writeUIntLE(width - 1, 24, 3);
  data.writeUIntLE(height - 1, 27, 3);
  return data;
}

const segment = (marker: number, data: Buffer): Buffer => {
  const length = Buffer.alloc(2);
  length.writeUInt16BE(data.length + 2);
  return Buffer.concat([Buffer.from([0xff, marker]), length, data]);
};
