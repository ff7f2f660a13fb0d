import "server-only";
import { newId } from "@/lib/core/ids";

/** So many new ids, rising. */
export const newIds = (count: number): string[] => Array.from({ length: count }, newId);

/** So many ids that rise from the smallest one above `last`, all of them UUIDs of version 7. */
export function idsAfter(last: string, count: number): string[] {
  const hex = last.replaceAll("-", "");
  // The bits that count: time and what follows it, without those of version and variant.
  const value = (BigInt(`0x${hex.slice(0, 12)}${hex.slice(13, 16)}`) << lowBits) | (BigInt(`0x${hex.slice(16)}`) & lowest);
  return Array.from({ length: count }, (_, index) => toId(value + BigInt(index + 1)));
}

/** What follows the variant. */
const lowBits = 62n;
const lowest = (1n << lowBits) - 1n;

function toId(value: bigint): string {
  const high = (value >> lowBits).toString(16).padStart(15, "0");
  const low = ((value & lowest) | (1n << 63n)).toString(16);
  return `${high.slice(0, 8)}-${high.slice(8, 12)}-7${high.slice(12)}-${low.slice(0, 4)}-${low.slice(4)}`;
}
