import "server-only";
import { download } from "@/lib/http/download";
import { defineOperation } from "@/lib/http/operation";
import { exportQuery, sessionParams } from "@/lib/chat/schemas";
import { exportSession } from "./export";

export const exportSessionOperation = defineOperation({
  summary: "Export a conversation",
  description: "As Markdown, as JSON with every field, or as PDF.",
  access: "chat.read",
  params: sessionParams,
  query: exportQuery,
  response: null,
  status: 200,
  produces: { "text/markdown": "The conversation as Markdown", "application/json": "The conversation with every field of its messages", "application/pdf": "The conversation as pages" },
  limit: "export",
  async run({ by, params, query }) {
    const { stream, name, mediaType } = await exportSession(by, params.sessionId, query);
    return download(stream, { name, mediaType });
  },
});
