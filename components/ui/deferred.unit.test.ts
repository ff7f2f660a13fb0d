import { describe, expect, it, vi } from "vitest";
import { deferred } from "@/components/ui/deferred";

describe("code that comes with its first use", () => {
  it("is fetched once", async () => {
    const fetchPart = vi.fn<() => Promise<string>>().mockResolvedValue("part");
    const source = deferred(fetchPart);
    expect(source.get()).toBeNull();
    expect(await Promise.all([source.load(), source.load()])).toEqual(["part", "part"]);
    expect(source.get()).toBe("part");
    expect(fetchPart).toHaveBeenCalledTimes(1);
  });

  it("is asked for again after a failure", async () => {
    const fetchPart = vi.fn<() => Promise<string>>().mockRejectedValueOnce(new Error("offline")).mockResolvedValue("part");
    const source = deferred(fetchPart);
    await expect(source.load()).rejects.toThrow("offline");
    expect(await source.load()).toBe("part");
  });
});
