"use client";

import { useTranslations } from "next-intl";
import { memo, useMemo } from "react";
import type { Message } from "@/lib/chat/schemas";
import { useChat } from "../chat-context";
import { Markdown } from "../markdown/markdown";
import { MentionContext } from "../markdown/mention-context";
import { usePeople } from "../people";
import { markMentions } from "./mark-mentions";

/** What a person wrote, with the names of those whom it mentions marked. */
export function PersonText({ message }: { message: Message }) {
  if (message.content === "") return null;
  if (!message.content.includes("@")) return <Markdown text={message.content} breaks />;
  return <TextWithMentions content={message.content} mentions={message.mentions} />;
}

const TextWithMentions = memo(function TextWithMentions({ content, mentions }: { content: string; mentions: readonly string[] }) {
  const t = useTranslations("chat");
  const { projectId, userId } = useChat();
  const people = usePeople(projectId, mentions.length > 0);
  const assistant = t("assistant");
  const draw = useMemo(() => {
    const named = people.filter(({ id }) => mentions.includes(id));
    const names = [...named.map(({ id, name }) => ({ name, isReader: id === userId })), { name: assistant, isReader: false }, { name: "assistant", isReader: false }];
    return (text: string) => (text.includes("@") ? markMentions(text, names) : text);
  }, [people, mentions, userId, assistant]);
  return (
    <MentionContext value={draw}>
      <Markdown text={content} breaks />
    </MentionContext>
  );
});
