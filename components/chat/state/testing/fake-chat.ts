import type { ChatBranch, Message, MessagePage } from "@/lib/chat/schemas";
import { problems, type ProblemCode } from "@/lib/core/problems";
import { ApiError, ConnectionError } from "@/lib/http/client";
import { Branches } from "../branches";
import type { ThreadApi } from "../thread-reader";
import { aMessage, aPage, at, me } from "./messages";

/** A conversation's server in memory: pages of any branch with cursors, idempotent sending, failures on demand. */
export class FakeChat {
  readonly messages: Message[] = [];
  readonly branches: ChatBranch[] = [];
  readonly log: string[] = [];
  activeBranchId: string | null = null;
  isDown = false;
  /** Answers to requests that come now wait for it. */
  hold: Promise<void> | null = null;
  /** Answers get lost on their way back. */
  losesAnswers = false;
  refusal: ProblemCode | null = null;
  /** What the refusal says besides its code. */
  refusalFacts: Record<string, unknown> = {};
  private readonly keys = new Map<string, Message>();

  add(message: Message): Message {
    const index = this.messages.findIndex(({ id }) => id === message.id);
    if (index === -1) this.messages.push(message);
    else this.messages[index] = message;
    return message;
  }

  /** A branch in the place of a message, with its first message, which it makes active. */
  addBranch(id: string, fork: Message, first: Message): Message {
    this.branches.push({ id, parentId: fork.branchId, forkMessageId: fork.id, firstMessageId: first.id, userId: me.id, createdAt: at(0) });
    this.activeBranchId = id;
    return this.add({ ...first, branchId: id });
  }

  page({ cursor = null, around = null, limit = 50, branchId = this.activeBranchId }: { cursor?: string | null; around?: string | null; limit?: number; branchId?: string | null }): MessagePage {
    const branches = new Branches(this.branches);
    const seen = this.messages.filter((message) => branches.shows(branchId, message)).toSorted((a, b) => (a.id < b.id ? -1 : 1));
    const [side, from = ""] = (cursor ?? "older").split(" ");
    const middle = seen.findIndex(({ id }) => id === around);
    if (around !== null && middle === -1) throw refused("not-found");
    const end = around !== null ? middle + Math.ceil(limit / 2) : side === "newer" ? seen.findIndex(({ id }) => id > from) + limit : cursor === null ? seen.length : seen.filter(({ id }) => id < from).length;
    const start = Math.max(0, end - limit);
    const items = seen.slice(side === "newer" ? seen.findIndex(({ id }) => id > from) : start, end);
    const [first, last] = [items[0], items.at(-1)];
    return aPage(items, {
      branchId,
      previousCursor: first && first !== seen[0] ? `older ${first.id}` : null,
      nextCursor: last && last !== seen.at(-1) ? `newer ${last.id}` : null,
    });
  }

  /** The requests for messages so far. */
  readings(): string[] {
    return this.log.filter((line) => line.startsWith("GET message"));
  }

  private send(key: string, body: { content: string; branch?: string; replaces?: string }): unknown {
    const n = this.messages.length + 1;
    const make = (): Message => {
      const message = aMessage(n, { content: body.content, userId: me.id, userName: me.name, branchId: toBranchId(body.branch) });
      const replaced = this.messages.find(({ id }) => id === body.replaces);
      this.activeBranchId = message.branchId;
      return replaced ? this.addBranch(`branch at ${n}`, replaced, message) : this.add(message);
    };
    const message = this.keys.get(key) ?? make();
    this.keys.set(key, message);
    return { message, reply: null };
  }

  private answer(method: string, path: string, body?: unknown, key = ""): unknown {
    const url = new URL(path, "http://localhost");
    const last = url.pathname.split("/").slice(6).join("/");
    const { cursor = null, around = null, limit, branch } = Object.fromEntries(url.searchParams);
    this.log.push(`${method} ${last}${around ? ` around ${around}` : ""}${last.endsWith("/read") ? ` ${JSON.stringify(body)}` : ""}`);
    if (this.isDown) throw new ConnectionError("down");
    if (this.refusal) throw refused(this.refusal, this.refusalFacts);
    // The client says what it sends; this server takes it at its word.
    if (method === "POST" && last === "message") return this.send(key, body as { content: string });
    if (last === "messages") {
      const branchId = branch === undefined ? (this.messages.find(({ id }) => id === around)?.branchId ?? null) : toBranchId(branch);
      return this.page({ cursor, around, limit: Number(limit), branchId });
    }
    if (last.endsWith("/branches")) return { items: this.branches, nextCursor: null };
    if (url.pathname.includes("/sessions/")) return { activeBranchId: this.activeBranchId };
    if (method !== "GET") return null;
    const found = this.messages.find(({ id }) => last.endsWith(id));
    if (!found) throw refused("not-found");
    return found;
  }

  private async call(...args: Parameters<typeof this.answer>): Promise<never> {
    const answer = this.answer(...args);
    await this.hold;
    if (this.losesAnswers) throw new ConnectionError("lost");
    // What the caller asked for decides the type, as with the real client.
    return structuredClone(answer) as never;
  }

  readonly client: ThreadApi = {
    get: (path) => this.call("GET", path),
    post: (path, body, options) => this.call("POST", path, body, options?.idempotencyKey),
    put: (path, body) => this.call("PUT", path, body),
    delete: (path) => this.call("DELETE", path),
  };
}

const toBranchId = (name: string | undefined): string | null => (name === undefined || name === "main" ? null : name);
const refused = (code: ProblemCode, facts: Record<string, unknown> = {}) => new ApiError({ ...facts, type: "about:blank", code, ...problems[code] });
