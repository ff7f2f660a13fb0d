import { beforeEach, describe, expect, it, vi } from "vitest";

/** The list of models as a fresh process with these variables has it. */
async function modelsOf(variables: Record<string, string>) {
  vi.resetModules();
  for (const name of ["OPENAI_API_KEY", "OPENAI_BASE_URL", "OPENAI_MODELS", "OPENAI_VISION_MODELS", "OPENAI_CONTEXT_TOKENS"]) vi.stubEnv(name, variables[name] ?? "");
  vi.stubEnv("AUTH_SECRET", "a secret of the tests, 32 or longer");
  return (await import("./ai")).listModels();
}
beforeEach(() => vi.unstubAllEnvs());

describe("the models that can be chosen", () => {
  it("are the built-in assistant alone without a key and an address", async () => {
    expect(await modelsOf({ OPENAI_MODELS: "gpt-5-mini" })).toEqual([{ name: "built-in", kind: "built-in", sees: false, contextTokens: expect.any(Number) }]);
  });

  it("are each there once, and have OpenAI's usual window", async () => {
    const models = await modelsOf({ OPENAI_API_KEY: "key", OPENAI_MODELS: "gpt-5-mini, gpt-5-mini, built-in, gpt-3.5-turbo" });
    expect(models.map(({ name }) => name)).toEqual(["gpt-5-mini", "gpt-3.5-turbo", "built-in"]);
    expect(models[0]).toEqual({ name: "gpt-5-mini", kind: "openai", sees: true, contextTokens: 128_000 });
    expect(models[1]).toMatchObject({ sees: false });
  });

  it("take in what the configuration says, and see what it names", async () => {
    const models = await modelsOf({ OPENAI_BASE_URL: "http://localhost:1", OPENAI_MODELS: "mine,gpt-5", OPENAI_VISION_MODELS: "mine", OPENAI_CONTEXT_TOKENS: "32000" });
    expect(models.slice(0, 2)).toEqual([
      { name: "mine", kind: "compatible", sees: true, contextTokens: 32_000 },
      { name: "gpt-5", kind: "compatible", sees: false, contextTokens: 32_000 },
    ]);
  });

  it.each([
    [true, "gpt-4o,gpt-4.1-mini,gpt-5,o3,o4-mini,openai/gpt-4o-mini,llava:13b,llama3.2-vision,qwen2.5vl:7b,Qwen/Qwen2-VL-7B-Instruct,gemma3:12b,pixtral-12b,claude-3-5-sonnet,gemini-2.5-pro"],
    [false, "gpt-3.5-turbo,o1-mini,o3-mini,llama3.1,mistral,deepseek-r1,gemma2,gemma3:1b,qwen2.5:7b,phi3,test-chat"],
  ])("see pictures (%s) by their known names", async (sees, names) => {
    const models = await modelsOf({ OPENAI_BASE_URL: "http://localhost:1", OPENAI_MODELS: names });
    expect(models.filter((model) => model.kind !== "built-in" && model.sees !== sees).map(({ name }) => name)).toEqual([]);
  });
});
