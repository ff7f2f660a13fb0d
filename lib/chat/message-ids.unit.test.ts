import { validate, version } from "uuid";
import { describe, expect, it } from "vitest";
import { idsAfter, newIds } from "./message-ids";

describe("ids after another", () => {
  it.each([
    ["0190c0de-0000-7000-8000-000000000001", "0190c0de-0000-7000-8000-000000000002"],
    ["0190c0de-0000-7000-8000-ffffffffffff", "0190c0de-0000-7000-8001-000000000000"],
    ["0190c0de-0000-7000-bfff-ffffffffffff", "0190c0de-0000-7001-8000-000000000000"],
    ["0190c0de-ffff-7fff-bfff-ffffffffffff", "0190c0df-0000-7000-8000-000000000000"],
    ["0000000e-ffff-7fff-bfff-fffffffffffe", "0000000e-ffff-7fff-bfff-ffffffffffff"],
  ])("after %s comes %s", (last, next) => expect(idsAfter(last, 1)).toEqual([next]));

  it("rise, and are UUIDs of version 7", () => {
    const [last = ""] = newIds(1);
    const ids = idsAfter(last, 3);
    expect([last, ...ids]).toEqual([last, ...ids].toSorted());
    expect(new Set(ids).size).toBe(3);
    expect(ids.every((id) => validate(id) && version(id) === 7)).toBe(true);
  });
});
