import { password } from "../support/api";
import { makeConversation } from "../support/people";
import { expect, test } from "../support/test";
import { words } from "../support/words";
import { AccountPages } from "../pages/account-pages";
import { ChatPage } from "../pages/chat-page";
import { MembersPage } from "../pages/members-page";

test("who opens an invitation's link registers and is in the project, where both see a question and its answer at the same time; a role counts at once", async ({ visit, openBrowser, model }) => {
  const owner = await visit("Olga", { permissions: ["clipboard-read", "clipboard-write"] });
  const conversation = await makeConversation(owner, "Two of us");
  const members = await MembersPage.open(owner, conversation.projectId);
  const email = `pavel-${crypto.randomUUID()}@example.org`;
  await members.invite(email);
  await expect(members.page.getByText(words.members("invite.linkTitle", { email }))).toBeVisible();
  await members.copyLink.click();
  await expect(members.page.getByRole("button", { name: words.members("invite.copied") })).toBeVisible();
  const link = await owner.page.evaluate(() => navigator.clipboard.readText());

  const guest = await (await openBrowser()).newPage();
  const account = new AccountPages(guest);
  await guest.goto(link);
  await guest.getByRole("link", { name: words.auth("invitation.register") }).click();
  await expect(account.email).toHaveValue(email);
  await account.register({ name: "Pavel", email, password });
  await account.joinProject.click();
  const theirs = new ChatPage(guest);
  await theirs.rail.says("live");
  await expect(members.member("Pavel")).toBeVisible();

  const mine = await ChatPage.open(owner, conversation);
  await theirs.rail.conversation("Two of us").click();
  await expect(theirs.composer).toBeVisible();
  const question = "Do we both see this?";
  await model.hold(question, "yes we both see it now", 3);
  await mine.ask(question);
  for (const chat of [mine, theirs]) {
    await expect(chat.messagesBy("Olga")).toContainText(question);
    await expect(chat.answers.getByRole("paragraph")).toHaveText("yes we both");
  }
  await model.release();
  for (const chat of [mine, theirs]) await expect(chat.answers.getByRole("paragraph")).toHaveText("yes we both see it now");

  await theirs.composer.fill("Half a thought");
  const again = await MembersPage.open({ ...owner, page: await owner.context.newPage() }, conversation.projectId);
  await again.changeRole("Pavel", "viewer");
  await expect(theirs.onlyReading).toBeVisible();
  await expect(theirs.composer).toBeHidden();
  await again.changeRole("Pavel", "editor");
  await expect(theirs.composer).toHaveValue("Half a thought");
  await theirs.ask("A whole one");
  await expect(mine.messagesBy("Pavel")).toContainText("A whole one");
});

test("an invitation that was withdrawn or used leads nowhere, and says so", async ({ visit, openBrowser }) => {
  const owner = await visit("Rosa");
  const { projectId } = await makeConversation(owner, "Closed doors");
  const members = await MembersPage.open(owner, projectId);
  const email = `nobody-${crypto.randomUUID()}@example.org`;
  await members.invite(email);
  const link = await members.link.inputValue();
  const guest = await (await openBrowser()).newPage();

  await guest.goto(link);
  await expect(guest.getByRole("heading", { name: words.auth("invitation.title", { project: "Closed doors" }) })).toBeVisible();
  await members.withdrawInvitation(email);
  await guest.reload();
  await expect(guest.getByRole("heading", { name: words.auth("invitation.revokedTitle") })).toBeVisible();
  await guest.goto(link.replace(/token=.{6}/, "token=wrong1"));
  await expect(guest.getByRole("heading", { name: words.auth("invitation.unknownTitle") })).toBeVisible();
});
