/** A random id of 32 hexadecimal digits. Unlike `crypto.randomUUID` it is there without HTTPS too. */
export function randomId(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
