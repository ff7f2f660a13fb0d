import { afterEach, expect, test, vi } from "vitest";
import { clock } from "@/lib/core/clock";
import { readSessionToken, signSessionToken } from "./tokens";

vi.stubEnv("AUTH_SECRET", "a secret of the tests, 32 or longer");
const { now } = clock;
afterEach(() => void (clock.now = now));

const session = { id: "0190c0de-0000-7000-8000-000000000001", userId: "0190c0de-0000-7000-8000-000000000002" };

test("a token that was read before is over at its time all the same", async () => {
  const token = await signSessionToken("access", session, 60);
  expect(await readSessionToken("access", token)).toEqual({ sessionId: session.id, userId: session.userId });
  clock.now = () => now() + 61_000;
  expect(await readSessionToken("access", token)).toBeNull();
});

test("a token that was read for one use is nobody's for another", async () => {
  const token = await signSessionToken("access", session, 60);
  await readSessionToken("access", token);
  expect(await readSessionToken("browser", token)).toBeNull();
  expect(await readSessionToken("access", `${token}x`)).toBeNull();
});
