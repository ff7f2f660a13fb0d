import { paths } from "../../lib/http/paths";
import { request } from "./api";
import { makeConversation, write, type Person } from "./people";

/** Something in every list, with names that are long and of both directions. */
export const longName = "Ein ausgesprochen langer Name ohneirgendeineLückeandersichumbrechenließeundmitvielenBuchstaben שלום";

/** A project in which every page has something to show. @returns the pages by name, with their paths */
export async function makeMainPages(owner: Person): Promise<Record<string, string>> {
  const conversation = await makeConversation(owner, longName);
  const { projectId, sessionId } = conversation;
  await write(owner, conversation, `${longName}\n\n| a table | ${longName} | ${longName} |\n|-|-|-|\n| 1 | 2 | 3 |\n\n\`\`\`ts\nconst line = "${"long ".repeat(40)}";\n\`\`\`\n\nhttps://example.org/${"path/".repeat(40)}`);
  const document = await request<{ id: string }>(owner.url, "POST", `/api/projects/${projectId}/knowledge/documents`, owner.token, { title: longName, content: `# ${longName}\n\nA paragraph about ${longName}.` });
  await request(owner.url, "POST", `/api/projects/${projectId}/collaborators`, owner.token, { email: `${"long".repeat(12)}@example.org`, role: "viewer" });
  return {
    projects: paths.projects(),
    conversation: paths.chat(projectId, sessionId),
    "new conversation": paths.newChat(projectId),
    documents: paths.knowledge(projectId),
    document: paths.document(projectId, document.id),
    people: paths.members(projectId),
    search: paths.search(projectId, { q: "long" }),
    activity: paths.activity(projectId),
    "project settings": paths.projectSettings(projectId),
    settings: paths.settings(),
    "a page that isn't there": paths.project("00000000-0000-7000-8000-000000000000"),
  };
}
