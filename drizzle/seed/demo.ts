import { randomBytes } from "node:crypto";
import { authorize, type Actor } from "@/lib/access/authorize";
import type { Role } from "@/lib/access/permissions";
import { createAccount, toAccount } from "@/lib/accounts/accounts";
import { followAnswer } from "@/lib/assistant/following";
import { findUserByEmail } from "@/lib/auth/queries";
import { markRead, saveDraft, setSessionPin } from "@/lib/chat/session-state";
import { createSession } from "@/lib/chat/sessions";
import { sendMessage } from "@/lib/chat/sending";
import { createInvitation } from "@/lib/collaboration/invitations";
import { acceptInvitation } from "@/lib/collaboration/responses";
import { db } from "@/lib/core/db";
import { newId } from "@/lib/core/ids";
import { runDueJobs } from "@/lib/core/jobs";
import { createTextDocument } from "@/lib/knowledge/documents";
import { registerIngestion } from "@/lib/knowledge/ingestion";
import { createProject, listProjects } from "@/lib/projects/projects";
import { demoDocument } from "./demo-document";

const projectName = "The reading room";
const people = [
  { name: "Ada Byron", email: "ada@example.org", role: "owner" },
  { name: "Ben Okafor", email: "ben@example.org", role: "editor" },
  { name: "Cleo Martin", email: "cleo@example.org", role: "viewer" },
] as const satisfies readonly { name: string; email: string; role: Role }[];

const conversations = [
  { title: "How the method works", messages: ["What are the steps of a Socratic dialogue?", "Why does a good question come before an answer?"] },
  { title: "Planning the next meeting", messages: ["How many people should take part, and who keeps notes?"] },
];

/**
 * A team of three with a project, a document and two conversations, made through the same use-cases as by people.
 * A second run changes nothing. @returns what to tell whoever ran it
 */
export async function seedDemo(): Promise<string> {
  const password = randomBytes(9).toString("base64url");
  // One after the other: in an empty instance the first administers it.
  const ada = await findOrCreate(people[0], password);
  const others: Person[] = [];
  for (const person of people.slice(1)) others.push(await findOrCreate(person, password));
  const present = await listProjects(ada.actor, { q: projectName, limit: 1, sort: "-updated" });
  if (present.items.length > 0) return `The demo is there already: sign in as ${people[0].email} with the password that was shown when it was made.`;

  const project = await createProject(ada.actor, { name: projectName, description: "How to ask so that others think.", type: "educational", tags: ["demo"], instructions: "Answer from the documents, and end with one question." });
  await Promise.all(others.map((other, index) => join(ada.actor, other.actor, project.id, people[index + 1]?.role ?? "viewer")));
  await createTextDocument(await authorize(ada.actor, project.id, "knowledge.write"), { title: "A guide to Socratic dialogue", content: demoDocument, documentType: "md", tags: ["guide"] });
  registerIngestion();
  await runDueJobs({ projectId: project.id });
  const talks: Talk[] = [];
  for (const conversation of conversations) talks.push(await talk(ada.actor, project.id, conversation));
  await follow(others[0]?.actor ?? ada.actor, project.id, talks);

  const made = [ada, ...others].filter((person) => person.isNew);
  const signIn = made.length > 0 ? made.map((person) => `  ${person.actor.email}  ${password}`).join("\n") : "  with the passwords that these accounts have";
  return `Made the project "${projectName}". Sign in as:\n${signIn}`;
}

type Person = { actor: Actor; isNew: boolean };

async function findOrCreate({ name, email }: { name: string; email: string }, password: string): Promise<Person> {
  const known = await findUserByEmail(db(), email);
  const account = known ? toAccount(known) : await createAccount({ name, email, password }, { address: "127.0.0.1", userAgent: "seed" });
  return { isNew: !known, actor: { id: account.id, name: account.name, email: account.email, isAdmin: account.isAdmin, sessionId: newId() } };
}

async function join(owner: Actor, person: Actor, projectId: string, role: Role): Promise<void> {
  const invitation = await createInvitation(await authorize(owner, projectId, "member.manage"), { email: person.email, role });
  await acceptInvitation(person, { projectId, invitationId: invitation.id }, new URL(invitation.acceptUrl).searchParams.get("token") ?? undefined);
}

type Talk = { sessionId: string; questionIds: string[] };

async function talk(by: Actor, projectId: string, { title, messages }: (typeof conversations)[number]): Promise<Talk> {
  const grant = await authorize(by, projectId, "chat.write");
  const session = await createSession(grant, { title });
  const questionIds: string[] = [];
  for (const content of messages) {
    const { message, reply } = await sendMessage(grant, session.id, { content });
    questionIds.push(message.id);
    if (reply) await followAnswer({ projectId, sessionId: session.id }, reply.id, () => {}).ended;
  }
  return { sessionId: session.id, questionIds };
}

/** Somebody else has begun to read, keeps the first conversation at hand, and is about to write in the second. */
async function follow(by: Actor, projectId: string, [first, second]: Talk[]): Promise<void> {
  const grant = await authorize(by, projectId, "chat.read");
  const read = first?.questionIds.at(-1);
  if (first && read) await markRead(grant, first.sessionId, read);
  if (first) await setSessionPin(grant, first.sessionId, true);
  if (second) await saveDraft(grant, second.sessionId, { content: "I can keep the notes, if", replyTo: null });
}
