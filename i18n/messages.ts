import activity from "@/messages/en/activity.json";
import auth from "@/messages/en/auth.json";
import chat from "@/messages/en/chat.json";
import common from "@/messages/en/common.json";
import conversation from "@/messages/en/conversation.json";
import digest from "@/messages/en/digest.json";
import importing from "@/messages/en/import.json";
import knowledge from "@/messages/en/knowledge.json";
import members from "@/messages/en/members.json";
import problems from "@/messages/en/problems.json";
import projects from "@/messages/en/projects.json";
import search from "@/messages/en/search.json";
import settings from "@/messages/en/settings.json";
import shell from "@/messages/en/shell.json";

/** The catalogue, one file an area: what people read stands there and nowhere else. */
export const messages = { activity, auth, chat, common, conversation, digest, import: importing, knowledge, members, problems, projects, search, settings, shell };

declare module "next-intl" {
  interface AppConfig {
    Messages: typeof messages;
  }
}
