/** Exports as the programs write them, cut down to what is read. */
const seconds = (iso: string): number => Date.parse(iso) / 1_000;

type ChatGptNode = { role: string; text?: string; parent: string | null; extra?: Record<string, unknown>; content?: Record<string, unknown> };

export function chatGptExport(id: string, title: string, nodes: Record<string, ChatGptNode>, current: string) {
  const mapping = Object.fromEntries(
    Object.entries(nodes).map(([nodeId, { role, text, parent, extra, content }], index) => [
      nodeId,
      {
        id: nodeId,
        parent,
        children: [],
        message: {
          id: nodeId,
          author: { role, name: null, metadata: {} },
          create_time: seconds("2024-03-01T10:00:00Z") + index,
          content: content ?? { content_type: "text", parts: [text ?? ""] },
          recipient: "all",
          metadata: role === "assistant" ? { model_slug: "gpt-4o" } : {},
          ...extra,
        },
      },
    ]),
  );
  return { title, create_time: seconds("2024-03-01T10:00:00Z"), update_time: seconds("2024-03-02T10:00:00Z"), mapping, current_node: current, conversation_id: id, id };
}

export const claudeExport = (uuid: string, name: string, messages: { sender: string; text: string; content?: unknown[]; attachments?: unknown[]; files?: unknown[]; uuid?: string; parent_message_uuid?: string }[]) => ({
  uuid,
  name,
  created_at: "2024-05-01T08:00:00.000000Z",
  updated_at: "2024-05-02T08:00:00.000000Z",
  account: { uuid: "a" },
  chat_messages: messages.map((message, index) => ({ uuid: `${uuid}-${index}`, created_at: `2024-05-01T08:00:0${index}.000000Z`, updated_at: "2024-05-01T08:00:00Z", attachments: [], files: [], ...message })),
});

export const openWebUiExport = (id: string, title: string, messages: Record<string, { parentId: string | null; role: string; content: string; model?: string }>, currentId: string) => ({
  id,
  user_id: "u",
  title,
  created_at: seconds("2024-06-01T08:00:00Z"),
  updated_at: seconds("2024-06-02T08:00:00Z"),
  chat: { title, models: ["llama"], history: { messages: Object.fromEntries(Object.entries(messages).map(([key, message]) => [key, { id: key, childrenIds: [], timestamp: seconds("2024-06-01T08:00:00Z"), ...message }])), currentId }, messages: [] },
});

export const libreChatExport = (conversationId: string, title: string, messages: unknown[]) => ({ conversationId, endpoint: "openAI", title, exportAt: "2024-07-01T08:00:00Z", branches: true, recursive: true, options: { model: "gpt-4o" }, messages });
