import { describe, expect, it } from "vitest";
import { ChatNews } from "./chat-news";
import { aMessage, anAnswer, me } from "./state/testing/messages";

type Look = Parameters<ChatNews["look"]>[0];
const byBen = { kind: "message", author: "Ben" };

/** What is told look by look; each is the end of the trunk unless it says otherwise. */
function tell(...looks: (Partial<Look> & Pick<Look, "messages">)[]) {
  const news = new ChatNews(me.id);
  return looks.map((look) => news.look({ branchId: null, isWhole: true, ...look }));
}

describe("what is told of a conversation", () => {
  it("is what others write, not what was there or what one wrote oneself", () => {
    const own = aMessage(3, { userId: me.id });
    expect(tell({ messages: [aMessage(1)] }, { messages: [aMessage(1), aMessage(2)] }, { messages: [aMessage(1), aMessage(2), own] })).toEqual([[], [byBen], []]);
  });

  it("is each message, also the first", () => {
    expect(tell({ messages: [] }, { messages: [aMessage(1)] }, { messages: [aMessage(1), aMessage(2)] })).toEqual([[], [byBen], [byBen]]);
  });

  it("is that an answer has ended, as often as it is written anew", () => {
    const answer = (status: "streaming" | "complete" | "failed") => ({ messages: [anAnswer(1, { status })] });
    expect(tell(answer("complete"), answer("streaming"), answer("complete"), answer("streaming"), answer("failed"))).toEqual([[], [], [{ kind: "answered" }], [], [{ kind: "ended" }]]);
  });

  it("is nothing of older messages that a jump leads to", () => {
    expect(tell({ messages: [aMessage(90)] }, { messages: [aMessage(5)], isWhole: false }, { messages: [aMessage(5), aMessage(6)], isWhole: false })).toEqual([[], [], []]);
  });

  it("is nothing of pages read up to the end, but again what comes after them", () => {
    expect(tell({ messages: [aMessage(5)], isWhole: false }, { messages: [aMessage(90)] }, { messages: [aMessage(90), aMessage(91)] })).toEqual([[], [], [byBen]]);
  });

  it("is nothing of another branch that is turned to, but again what comes in it", () => {
    const there = [aMessage(50, { branchId: "b" }), aMessage(51, { branchId: "b" })];
    expect(tell({ messages: [aMessage(5)] }, { messages: there.slice(0, 1), branchId: "b" }, { messages: there, branchId: "b" })).toEqual([[], [], [byBen]]);
  });
});
