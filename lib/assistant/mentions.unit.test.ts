import { describe, expect, it } from "vitest";
import { saidToPeople, shouldAnswer } from "./mentions";

const answers = (content: string, mode: "always" | "mentioned" | "never" = "mentioned", role: "user" | "assistant" | null = null) => shouldAnswer(mode, { content, repliesTo: role && { role } });

describe("the assistant", () => {
  it.each(["@Socrates, why?", "Why, @socrates?", "why @ASSISTANT", "(@assistant) why", "Hm.\n@Socrates", "**@Socrates** why", "@Socrates: why", "@Socrates. Why", "@Socrates's view", "ask @Edda and @assistant"])(
    "answers %j where it answers when mentioned",
    (content) => expect(answers(content)).toBe(true),
  );

  it.each(["Socrates, why?", "@SocratesBot", "mail@socrates.org", "a@assistant", "@socrates.example.org", "@assistant-manager", "`@Socrates`", "```\n@Socrates\n```", "```ts\n@assistant", "@@Socrates", "@Édda"])(
    "doesn't answer %j there",
    (content) => expect(answers(content)).toBe(false),
  );

  it("answers a reply to one of its messages, and not one to a person's", () => {
    expect(answers("Why?", "mentioned", "assistant")).toBe(true);
    expect(answers("Why?", "mentioned", "user")).toBe(false);
  });

  it.each([
    ["`@Ada` and @Bo", "       and @Bo"],
    ["@Socrates, ask @Ada", " , ask @Ada"],
    ["```\n@Ada", "        "],
    ["@SocratesBot", "@SocratesBot"],
  ])("leaves to people what of %j is theirs", (content, said) => expect(saidToPeople(content)).toBe(said));

  it("answers everything where it answers always, and nothing where it never does", () => {
    expect(answers("Why?", "always")).toBe(true);
    expect(answers("@Socrates, why?", "never", "assistant")).toBe(false);
  });
});
