import "server-only";
import { pageQuery } from "@/lib/core/common-schemas";
import { defineOperation } from "@/lib/http/operation";
import { listBranches } from "./branches";
import { getMessage, listMessages } from "./message-pages";
import { deleteMessage, tellTyping, updateMessage } from "./messages";
import { listPins, pinMessage, unpinMessage } from "./pins";
import { addReaction, removeReaction } from "./reactions";
import { askForAnswer, stopAnswer } from "./replies";
import * as schemas from "./schemas";
import { sendAiSdkMessage, sendMessage } from "./sending";
import { answerStream } from "./ui-stream";
import { listVersions } from "./versions";

/** An AI SDK client sends its whole conversation with every message. */
const mostSendBytes = 4_000_000;

export const listMessagesOperation = defineOperation({
  summary: "List messages",
  description:
    "The newest page without a cursor; oldest first within each page. `previousCursor` leads to older messages, `nextCursor` to newer ones. A page shows one branch, `branchId`, with what stands before it; a cursor stays in the branch of its page. With `around`, 404 when the message is not in the conversation or not in the branch that is named.",
  access: "chat.read",
  params: schemas.sessionParams,
  query: schemas.listMessagesQuery,
  response: schemas.messagePage,
  run: ({ by, params, query }) => listMessages(by, params.sessionId, query),
});

export const listBranchesOperation = defineOperation({
  summary: "List a conversation's branches",
  description: "In the order in which they were made. Branches with the same `parentId` and `forkMessageId` are versions of one place, together with that message itself.",
  access: "chat.read",
  params: schemas.sessionParams,
  query: pageQuery,
  response: schemas.chatBranchPage,
  run: ({ by, params, query }) => listBranches(by, params.sessionId, query),
});

export const sendMessageOperation = defineOperation({
  summary: "Send a message",
  description:
    "`reply` is the assistant's message, which streams to every member, or waits until the answer before it has ended (`queued`); null where the assistant does not answer. A message that `replaces` another begins a branch in its place. With `Accept: text/event-stream`, or with the body of an AI SDK client, the response is 200 and the answer in the AI SDK's UI message stream protocol. The answer goes on when the client leaves.",
  access: "chat.write",
  params: schemas.sessionParams,
  body: schemas.sendMessageInput,
  maxBytes: mostSendBytes,
  response: schemas.sentMessage,
  produces: { "text/event-stream": "The answer in the AI SDK's UI message stream protocol" },
  status: 201,
  limit: "message",
  async run({ by, params, body, info }) {
    const isAiSdk = "messages" in body;
    const sent = isAiSdk ? await sendAiSdkMessage(by, params.sessionId, body) : await sendMessage(by, params.sessionId, body);
    const wantsStream = isAiSdk || (info.request?.headers.get("accept") ?? "").includes("text/event-stream");
    return wantsStream ? answerStream(by, sent) : sent;
  },
});

export const getMessageOperation = defineOperation({
  summary: "Read a message",
  access: "chat.read",
  params: schemas.messageParams,
  response: schemas.message,
  run: ({ by, params }) => getMessage(by, params.sessionId, params.messageId),
});

export const updateMessageOperation = defineOperation({
  summary: "Edit a message",
  description: "For its author, and for moderators. What it said before stays as a version. An answer of the assistant can't be edited.",
  access: "chat.write",
  params: schemas.messageParams,
  body: schemas.updateMessageInput,
  response: schemas.message,
  run: ({ by, params, body }) => updateMessage(by, params.sessionId, params.messageId, body.content),
});

export const deleteMessageOperation = defineOperation({
  summary: "Delete a message",
  description: "Its text, versions, reactions and files go, and its trace stays. For its author, and for moderators.",
  access: "chat.write",
  params: schemas.messageParams,
  response: null,
  run: ({ by, params }) => deleteMessage(by, params.sessionId, params.messageId),
});

export const listVersionsOperation = defineOperation({
  summary: "Read a message's earlier versions",
  description: "What it said before it was edited, or an answer before it was written anew; newest first.",
  access: "chat.read",
  params: schemas.messageParams,
  query: pageQuery,
  response: schemas.messageVersionPage,
  run: ({ by, params, query }) => listVersions(by, params.sessionId, params.messageId, query),
});

export const addReactionOperation = defineOperation({
  summary: "React to a message",
  description: "With one emoji. Doing it twice is the same as once; a message has 20 different reactions at most.",
  access: "chat.write",
  params: schemas.reactionParams,
  response: schemas.message,
  run: ({ by, params }) => addReaction(by, params.sessionId, params.messageId, params.emoji),
});

export const removeReactionOperation = defineOperation({
  summary: "Take your reaction back",
  access: "chat.write",
  params: schemas.reactionParams,
  response: null,
  run: async ({ by, params }) => void (await removeReaction(by, params.sessionId, params.messageId, params.emoji)),
});

export const listPinsOperation = defineOperation({
  summary: "List pinned messages",
  description: "Those of one branch and of what stands before it; the ones that were pinned last come first.",
  access: "chat.read",
  params: schemas.sessionParams,
  query: schemas.listPinsQuery,
  response: schemas.pinnedMessagePage,
  run: ({ by, params, query }) => listPins(by, params.sessionId, query),
});

export const pinMessageOperation = defineOperation({
  summary: "Pin a message for everybody",
  access: "chat.write",
  params: schemas.messageParams,
  response: schemas.message,
  run: ({ by, params }) => pinMessage(by, params.sessionId, params.messageId),
});

export const unpinMessageOperation = defineOperation({
  summary: "Unpin a message",
  access: "chat.write",
  params: schemas.messageParams,
  response: null,
  run: async ({ by, params }) => void (await unpinMessage(by, params.sessionId, params.messageId)),
});

export const askForAnswerOperation = defineOperation({
  summary: "Have a message answered",
  description:
    "The path names an answer, which is written anew in its place (what it said before stays as a version) or continued where it broke off, or a message of a person, which is answered for the first time if it hasn't been. 409 while the answer is being written or waits. Who asks is answered, also where the assistant never answers by itself.",
  access: "chat.write",
  params: schemas.messageParams,
  body: schemas.replyInput,
  response: schemas.sentMessage,
  status: 201,
  limit: "message",
  run: ({ by, params, body }) => askForAnswer(by, params.sessionId, params.messageId, body),
});

export const stopAnswerOperation = defineOperation({
  summary: "Stop an answer",
  description: "The path names the answer or its question. The text so far stays.",
  access: "chat.write",
  params: schemas.messageParams,
  response: null,
  run: ({ by, params }) => stopAnswer(by, params.sessionId, params.messageId),
});

export const tellTypingOperation = defineOperation({
  summary: "Tell that you are writing",
  access: "chat.write",
  params: schemas.sessionParams,
  body: schemas.typingInput,
  response: null,
  run: ({ by, params, body }) => tellTyping(by, params.sessionId, body.state),
});
