import { post } from "./support/api";
import { openSse, preciseNow } from "./support/sse";
import { median, ms, type Row } from "./support/table";
import type { Setting } from "./support/setting";

const rounds = 40;
const bar = 40;

/**
 * From sending a message to the first piece of the answer at another member's stream, against calling the model's
 * server directly. The two take turns, so that both see the same machine.
 */
export async function measureFirstToken({ application, model, factories }: Setting): Promise<Row[]> {
  const [sender, member] = [await factories.createUser("Sender"), await factories.createUser("Member")];
  const projectId = await factories.createProject(sender);
  await factories.addMember(projectId, member, "viewer");
  const session = await post<{ id: string }>(`${application.url}/api/projects/${projectId}/chat/sessions`, sender.accessToken, { title: "First token" });
  let onDelta: ((at: number) => void) | null = null;
  let onDone: (() => void) | null = null;
  const close = await openSse(`${application.url}/api/events?project=${projectId}`, { authorization: `Bearer ${member.accessToken}` }, ({ name, data, receivedAt }) => {
    if (name === "chat:message:delta") onDelta?.(receivedAt);
    if (name === "chat:message:updated" && data.includes('"complete"')) onDone?.();
  });

  const through = async (): Promise<number> => {
    const first = new Promise<number>((resolve) => (onDelta = resolve));
    const done = new Promise<void>((resolve) => (onDone = resolve));
    const sentAt = preciseNow();
    await post(`${application.url}/api/projects/${projectId}/chat/${session.id}/message`, sender.accessToken, { content: "What is the next step?" });
    const delay = (await first) - sentAt;
    onDelta = null;
    await done;
    return delay;
  };
  const direct = async (): Promise<number> => {
    const sentAt = preciseNow();
    const response = await fetch(`${model.baseUrl}/chat/completions`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ model: "test-model", stream: true, messages: [{ role: "user", content: "What is the next step?" }] }),
    });
    let at = 0;
    for await (const chunk of response.body ?? []) {
      if (at === 0 && /"content":"[^"]/.test(new TextDecoder().decode(chunk))) at = preciseNow();
    }
    return at - sentAt;
  };

  const figures = { through: [] as number[], direct: [] as number[] };
  for (let warming = 0; warming < 3; warming += 1) await through().then(direct);
  for (let round = 0; round < rounds; round += 1) {
    figures.through.push(await through());
    figures.direct.push(await direct());
  }
  close();
  const [ours, bare] = [median(figures.through), median(figures.direct)];
  return [{ name: "first token at a member, median", figure: ms(ours), baseline: `${ms(bare)} (model directly)`, result: `+ ${ms(ours - bare)}`, bar: `≤ + ${bar} ms`, met: ours - bare <= bar }];
}
