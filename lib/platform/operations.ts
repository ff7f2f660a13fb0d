import "server-only";
import openApi from "@/public/openapi.json";
import { defineOperation } from "@/lib/http/operation";
import { getHealth } from "./health";
import { health } from "./schemas";

export const readHealth = defineOperation({
  summary: "Whether the instance works, and on what",
  access: "public",
  response: health,
  problems: ["unavailable"],
  quiet: true,
  run: () => getHealth(),
});

export const readOpenApi = defineOperation({
  summary: "This document",
  access: "public",
  response: null,
  produces: { "application/json": "OpenAPI 3.1" },
  run: async () => Response.json(openApi),
});
