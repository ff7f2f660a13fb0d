import { afterAll, beforeAll, expect, it } from "vitest";
import { POST as register } from "@/app/api/auth/register/route";
import { call, json } from "@/drizzle/testing/factories";
import { useOwnDatabase } from "@/drizzle/testing/own-database";
import { shutdown } from "@/lib/core/process";

let drop = async () => {};

beforeAll(async () => {
  drop = await useOwnDatabase({ REGISTRATION: "closed" });
});

afterAll(async () => {
  await shutdown();
  await drop();
});

it("lets exactly one of several first registrations through where registration is closed, and makes it the administrator", async () => {
  const people = ["a", "b", "c", "d"].map((name) => ({ name, email: `${name}@example.org`, password: "a goat climbs 7 hills" }));
  const answers = await Promise.all(people.map((body) => call(register, { body })));
  expect(answers.map((answer) => answer.status).toSorted()).toEqual([201, 403, 403, 403]);
  const made = await Promise.all(answers.filter((answer) => answer.status === 201).map((answer) => json<{ user: { isAdmin: boolean } }>(answer)));
  expect(made.map((one) => one.user.isAdmin)).toEqual([true]);
});
