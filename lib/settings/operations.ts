import "server-only";
import { defineOperation } from "@/lib/http/operation";
import { settings, settingsInput } from "./schemas";
import { getSettings, updateSettings } from "./settings";

export const readSettings = defineOperation({
  summary: "One's own settings",
  access: "user",
  response: settings,
  run: ({ by }) => getSettings(by),
});

export const writeSettings = defineOperation({
  summary: "Change some of one's own settings",
  access: "user",
  body: settingsInput,
  response: settings,
  run: ({ by, body }) => updateSettings(by, body),
});
