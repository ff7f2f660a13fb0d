import "server-only";
import { listModels } from "@/lib/core/ai";
import { defineOperation } from "@/lib/http/operation";
import { assistantModelList } from "./schemas";

export const listModelsOperation = defineOperation({
  summary: "List the models that can answer",
  description: "A project or a conversation may name one of them; the default answers where neither does.",
  access: "user",
  response: assistantModelList,
  run: async () => ({ items: listModels().map((model, index) => ({ ...model, isDefault: index === 0 })) }),
});
