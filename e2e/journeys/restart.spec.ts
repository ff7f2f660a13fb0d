import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { addMember, register } from "../support/api";
import { ownServer, type OwnServer } from "../support/own-server";
import { makeConversation, personIn, write } from "../support/people";
import { expect, test } from "../support/test";
import { ChatPage } from "../pages/chat-page";

let folder: string;
let server: OwnServer;

test.beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), "socrates-restart-"));
  server = ownServer(3113, { DATA_DIR: folder, OPENAI_BASE_URL: "", OPENAI_API_KEY: "" });
  await server.start();
});

test.afterAll(async () => {
  await server.end("SIGTERM");
  rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
});

test("a page that stays open while the server restarts comes back by itself and misses nothing, and everything is still there", async ({ openBrowser, guard }) => {
  guard.allowHost(server.url);
  guard.allow(/Failed to load resource: net::ERR_/);
  const { url } = server;
  const person = await personIn(await openBrowser(), url, "Quentin");
  const other = { ...(await register(url, "Rahel")), url };
  const conversation = await makeConversation(person, "Before and after");
  await addMember(url, conversation.projectId, person, other, "editor");
  const chat = await ChatPage.open(person, conversation);
  await chat.ask("before the restart");
  await chat.answered();

  await server.end("SIGTERM");
  await chat.rail.says("reconnecting");
  await server.start();
  await write(other, conversation, "right after the restart");
  await chat.rail.says("live");
  await expect(chat.messagesBy("Rahel").filter({ hasText: "right after the restart" })).toHaveCount(1);
  await expect(chat.messagesBy("Quentin").filter({ hasText: "before the restart" })).toHaveCount(1);
  await expect(chat.answers).toHaveCount(2);

  await person.page.reload();
  await expect(chat.messagesBy("Rahel")).toHaveCount(1);
  await expect(chat.messagesBy("Quentin")).toHaveCount(1);
  await expect(chat.answers).toHaveCount(2);
  await expect(chat.rail.conversation("Before and after")).toBeVisible();
});
