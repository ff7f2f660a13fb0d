import { createTranslator } from "next-intl";
import type { messages } from "../../i18n/messages";
// Read here anew, because outside of a bundle JSON needs to be named as such.
import auth from "../../messages/en/auth.json" with { type: "json" };
import chat from "../../messages/en/chat.json" with { type: "json" };
import conversation from "../../messages/en/conversation.json" with { type: "json" };
import digest from "../../messages/en/digest.json" with { type: "json" };
import importing from "../../messages/en/import.json" with { type: "json" };
import knowledge from "../../messages/en/knowledge.json" with { type: "json" };
import members from "../../messages/en/members.json" with { type: "json" };
import problems from "../../messages/en/problems.json" with { type: "json" };
import projects from "../../messages/en/projects.json" with { type: "json" };
import search from "../../messages/en/search.json" with { type: "json" };
import settings from "../../messages/en/settings.json" with { type: "json" };
import shell from "../../messages/en/shell.json" with { type: "json" };

const catalogue = { auth, chat, conversation, digest, import: importing, knowledge, members, problems, projects, search, settings, shell } satisfies Partial<typeof messages>;

const of = <Area extends keyof typeof catalogue>(namespace: Area) => createTranslator({ locale: "en", messages: catalogue, namespace });

/** What people read on the pages, from the same catalogue: journeys find things by these words. */
export const words = {
  auth: of("auth"),
  chat: of("chat"),
  conversation: of("conversation"),
  digest: of("digest"),
  import: of("import"),
  knowledge: of("knowledge"),
  members: of("members"),
  problems: of("problems"),
  projects: of("projects"),
  search: of("search"),
  settings: of("settings"),
  shell: of("shell"),
};
