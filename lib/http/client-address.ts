import { BlockList, isIP } from "node:net";

/** Says whether an address belongs to a proxy whose word counts. */
type TrustedProxies = (address: string) => boolean;

/**
 * Reads `TRUSTED_PROXIES`: addresses and CIDR ranges, separated by commas or spaces.
 * @throws Error that names the entry which is neither.
 */
export function parseTrustedProxies(text: string | undefined): TrustedProxies {
  const list = new BlockList();
  for (const entry of (text ?? "").split(/[\s,]+/).filter(Boolean)) {
    const [address = "", prefix, ...rest] = entry.split("/");
    const version = isIP(address);
    const bits = version === 6 ? 128 : 32;
    const length = prefix === undefined ? bits : /^\d{1,3}$/.test(prefix) ? Number(prefix) : Number.NaN;
    if (version === 0 || rest.length > 0 || !(length <= bits)) {
      throw new Error(`TRUSTED_PROXIES: "${entry}" is neither an address nor a range such as 10.0.0.0/8`);
    }
    list.addSubnet(address, length, version === 6 ? "ipv6" : "ipv4");
  }
  return (address) => {
    const plain = normalizeAddress(address);
    return plain !== undefined && list.check(plain, isIP(plain) === 6 ? "ipv6" : "ipv4");
  };
}

/**
 * The address of a client: the socket's, unless that is a trusted proxy's; then the right-most address of
 * `X-Forwarded-For` that no trusted proxy has. What stands further left is whatever the client wrote.
 */
export function clientAddress(socketAddress: string | undefined, forwardedFor: string | undefined, trusted: TrustedProxies): string {
  let known = normalizeAddress(socketAddress ?? "") ?? "unknown";
  const hops = (forwardedFor ?? "").split(",").filter((hop) => hop.trim() !== "");
  while (trusted(known)) {
    const hop = normalizeAddress(hops.pop() ?? "");
    // A proxy that wrote nothing readable leaves its own address as the last one known.
    if (hop === undefined) break;
    known = hop;
  }
  return known;
}

/** Whether a request id from a trusted proxy can stand in logs and headers as it is. */
export function isRequestId(text: unknown): text is string {
  return typeof text === "string" && /^[A-Za-z0-9][A-Za-z0-9._-]{7,127}$/.test(text);
}

/** An address without port, brackets, zone or IPv4-in-IPv6 prefix; undefined if it is none. */
function normalizeAddress(text: string): string | undefined {
  const bare = text.trim().replace(/^\[([^\]]+)\](:\d+)?$/, "$1").replace(/^(\d+\.\d+\.\d+\.\d+):\d+$/, "$1").replace(/%.*$/, "");
  const plain = bare.replace(/^::ffff:(?=\d+\.\d+\.\d+\.\d+$)/i, "").toLowerCase();
  return isIP(plain) === 0 ? undefined : plain;
}
