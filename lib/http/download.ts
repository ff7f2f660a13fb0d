import "server-only";
import { Readable } from "node:stream";

type Download = {
  name: string;
  mediaType: string;
  /** In bytes, where it is known. */
  size?: number;
  /** For pictures that a page shows; anything else is only ever saved. */
  inline?: boolean;
};

/** A file as the answer to a request. Whatever it is, no browser runs anything in it. */
export function download(stream: Readable, { name, mediaType, size, inline = false }: Download): Response {
  // The types of Node's and the browser's streams differ in name only.
  return new Response(Readable.toWeb(stream) as ReadableStream<Uint8Array>, {
    headers: {
      "content-type": mediaType,
      ...(size === undefined ? {} : { "content-length": String(size) }),
      "content-disposition": contentDisposition(inline ? "inline" : "attachment", name),
      "content-security-policy": "sandbox; default-src 'none'",
      "x-content-type-options": "nosniff",
    },
  });
}

/** With a plain name for old clients and the true one in UTF-8 (RFC 6266). */
export function contentDisposition(kind: "inline" | "attachment", fileName: string): string {
  const plain = fileName.replaceAll(/[^\x20-\x7e]|["\\%]/g, "_");
  const encoded = encodeURIComponent(fileName.toWellFormed()).replaceAll(/['()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
  return `${kind}; filename="${plain}"; filename*=UTF-8''${encoded}`;
}
