import { describe, expect, it } from "vitest";
import { saidToPeople, shouldAnswer } from "./mentions";

const answers = (content: string, mode: "always" | "mentioned" | "never" = "mentioned", role: "user" | "assistant" | null = null) => shouldAnswer(mode, { content, repliesTo: role && { role } });

const notSaid = (name: string) => [
  `> ${name} why?`, `>> ${name}`, `- > ${name}`, `hm\n\n    ${name}`, `~~~\n${name}\n~~~`, `\`\`a \`${name}\`\``, `https://example.org/${name}`, `<https://example.org/${name}>`,
  `mail ${name}@example.org`, `\\${name}`, `<!-- ${name} -->`, `a <!-- ${name} --> b`, `<!--\n\n${name}\n\n-->`, `[a](https://example.org/${name})`, `$x_1 = ${name}$`,
];

it.each(notSaid("@Ada"))("of %j nothing is said to people", (content) => expect(saidToPeople(content)).not.toContain("@Ada"));

describe("the assistant", () => {
  it.each(["@Socrates, why?", "Why, @socrates?", "why @ASSISTANT", "(@assistant) why", "Hm.\n@Socrates", "**@Socrates** why", "@Socrates: why", "@Socrates. Why", "@Socrates's view", "ask @Edda and @assistant", "你好@Socrates请看", "привет@assistant", "> why?\n\n@Socrates"])(
    "answers %j where it answers when mentioned",
    (content) => expect(answers(content)).toBe(true),
  );

  it.each(["Socrates, why?", "@SocratesBot", "mail@socrates.org", "a@assistant", "@socrates.example.org", "@assistant-manager", "`@Socrates`", "```\n@Socrates\n```", "```ts\n@assistant", "@@Socrates", "@Édda", ...notSaid("@Socrates")])(
    "doesn't answer %j there",
    (content) => expect(answers(content)).toBe(false),
  );

  it("answers a reply to one of its messages, and not one to a person's", () => {
    expect(answers("Why?", "mentioned", "assistant")).toBe(true);
    expect(answers("Why?", "mentioned", "user")).toBe(false);
  });

  it.each([
    ["`@Ada` and @Bo", "  and @Bo"],
    ["@Socrates, ask @Ada", " , ask @Ada"],
    ["```\n@Ada", " "],
    ["@SocratesBot", "@SocratesBot"],
  ])("leaves to people what of %j is theirs", (content, said) => expect(saidToPeople(content)).toBe(said));

  it("answers everything where it answers always, and nothing where it never does", () => {
    expect(answers("Why?", "always")).toBe(true);
    expect(answers("@Socrates, why?", "never", "assistant")).toBe(false);
  });
});
