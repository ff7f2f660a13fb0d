import "server-only";
import { defineOperation } from "@/lib/http/operation";
import { getDigest } from "./digest";
import { digest, digestParams, digestQuery, digestSummary } from "./schemas";
import { summarizeDigest } from "./summary";

export const getDigestOperation = defineOperation({
  summary: "Read what happened since the last visit",
  description: "Decisions, mentions of the caller, answers to them, documents and people, each quoted from its source. `decision` is what was pinned or, in English, said to be decided.",
  access: "chat.read",
  params: digestParams,
  query: digestQuery,
  response: digest,
  run: ({ by, query }) => getDigest(by, query.since),
});

export const summarizeDigestOperation = defineOperation({
  summary: "Sum up what happened since the last visit",
  description: "In a language model's words; `[n]` stands for the n-th of `sources`. 409 without a model or without news, 503 when the model does not answer.",
  access: "chat.read",
  params: digestParams,
  query: digestQuery,
  response: digestSummary,
  status: 200,
  limit: "message",
  run: ({ by, query, info }) => summarizeDigest(by, query.since, info.request?.signal ?? new AbortController().signal),
});
