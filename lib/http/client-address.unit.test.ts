import { describe, expect, it } from "vitest";
import { clientAddress, isRequestId, parseTrustedProxies } from "@/lib/http/client-address";

const none = parseTrustedProxies(undefined);
const proxies = parseTrustedProxies("127.0.0.1, 10.0.0.0/8 fd00::/8,::1");

describe("the address of a client", () => {
  it("is the socket's when no proxy is trusted, whatever the header says", () => {
    expect(clientAddress("203.0.113.7", "1.2.3.4", none)).toBe("203.0.113.7");
    expect(clientAddress("127.0.0.1", "1.2.3.4", none)).toBe("127.0.0.1");
  });

  it("is the socket's when the socket is not a trusted proxy's", () => {
    expect(clientAddress("203.0.113.7", "1.2.3.4", proxies)).toBe("203.0.113.7");
  });

  it("is the right-most address that no trusted proxy has", () => {
    expect(clientAddress("127.0.0.1", "6.6.6.6, 198.51.100.9, 10.1.2.3", proxies)).toBe("198.51.100.9");
    expect(clientAddress("::1", "198.51.100.9", proxies)).toBe("198.51.100.9");
    expect(clientAddress("fd12::5", "2001:DB8::1", proxies)).toBe("2001:db8::1");
  });

  it("is the left-most one when every hop is trusted", () => {
    expect(clientAddress("127.0.0.1", "10.0.0.9, 10.0.0.8", proxies)).toBe("10.0.0.9");
  });

  it("is written the same way with port, brackets, zone or as IPv4 in IPv6", () => {
    expect(clientAddress("::ffff:203.0.113.7", undefined, proxies)).toBe("203.0.113.7");
    expect(clientAddress("::ffff:127.0.0.1", "198.51.100.9:5123", proxies)).toBe("198.51.100.9");
    expect(clientAddress("127.0.0.1", "[2001:db8::1]:443", proxies)).toBe("2001:db8::1");
    expect(clientAddress("fe80::1%eth0", undefined, none)).toBe("fe80::1");
  });

  it("stays the last hop's when the next entry can't be read", () => {
    expect(clientAddress("127.0.0.1", "198.51.100.9, <script>", proxies)).toBe("127.0.0.1");
    expect(clientAddress("127.0.0.1", "198.51.100.9, nonsense, 10.0.0.1", proxies)).toBe("10.0.0.1");
    expect(clientAddress("127.0.0.1", undefined, proxies)).toBe("127.0.0.1");
  });

  it("is unknown when the socket has gone", () => {
    expect(clientAddress(undefined, "1.2.3.4", proxies)).toBe("unknown");
  });
});

describe("TRUSTED_PROXIES", () => {
  it.each(["localhost", "10.0.0.0/33", "10.0.0.0/8/1", "10.0.0.0/", "::1/129", "10.0.0.0/x"])("refuses %s and names it", (entry) => {
    expect(() => parseTrustedProxies(`127.0.0.1,${entry}`)).toThrow(`"${entry}"`);
  });

  it("trusts nobody when it is empty", () => {
    expect(parseTrustedProxies("")("127.0.0.1")).toBe(false);
  });
});

describe("a request id", () => {
  it("is kept when it is well-formed", () => {
    expect(isRequestId("0190-aaaa-bbbb")).toBe(true);
  });

  it.each(["short", "has space in it", "line\nbreak-1234", `x${"y".repeat(128)}`, undefined, ["a-list-of-ids"]])("is refused as %j", (id) => {
    expect(isRequestId(id)).toBe(false);
  });
});
