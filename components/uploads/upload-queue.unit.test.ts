import { describe, expect, it, vi } from "vitest";
import { ApiError, ConnectionError } from "@/lib/http/client";
import { mayRetry, UploadQueue, type Upload } from "./upload-queue";

type Call = { name: string; finish: (result: string) => void; fail: (error: Error) => void; tell: (part: number) => void; signal: AbortSignal };

/** A queue whose uploads end when the test says so. */
function makeQueue(most = Infinity) {
  const calls: Call[] = [];
  const queue = new UploadQueue<string>({
    most,
    refuse: (file) => (file.size > 10 ? "too-large" : null),
    send: (file, tell, signal) =>
      new Promise((finish, fail) => {
        calls.push({ name: file.name, finish, fail, tell, signal });
        signal.addEventListener("abort", () => fail(new ConnectionError("ended")));
      }),
  });
  const states = () => queue.get().map(({ file, state }) => `${file.name} ${state}`);
  const call = (name: string): Call => {
    const found = calls.findLast((one) => one.name === name);
    if (!found) throw new Error(`${name} was not sent`);
    return found;
  };
  const idOf = (name: string) => queue.get().find(({ file }) => file.name === name)?.id ?? "";
  return { queue, calls, states, call, idOf };
}
const file = (name: string, size = 3) => new File(["x".repeat(size)], name);

describe("files on their way", () => {
  it("are sent two at a time, in order, and the next begins when one ends", async () => {
    const { queue, states, call } = makeQueue();
    queue.add([file("a"), file("b"), file("c")]);
    expect(states()).toEqual(["a sending", "b sending", "c waiting"]);
    call("b").finish("B");
    await vi.waitFor(() => expect(states()).toEqual(["a sending", "b done", "c sending"]));
    call("a").finish("A");
    call("c").finish("C");
    await vi.waitFor(() => expect(states()).toEqual(["a done", "b done", "c done"]));
    expect(queue.get().map(({ result }) => result)).toEqual(["A", "B", "C"]);
    queue.forget(queue.get().slice(0, 2).map(({ id }) => id));
    expect(states()).toEqual(["c done"]);
  });

  it("are not sent when they would be refused, and that isn't tried again", () => {
    const { queue, calls } = makeQueue();
    queue.add([file("large", 11)]);
    expect(calls).toEqual([]);
    expect(queue.get()[0]).toMatchObject({ state: "failed", problem: "too-large" });
    expect(queue.get().map(mayRetry)).toEqual([false]);
  });

  it("are told when they are too many, not counting those that failed", () => {
    const { queue, states } = makeQueue(2);
    queue.add([file("large", 11), file("a")]);
    queue.add([file("b"), file("c")]);
    expect(states()).toEqual(["large failed", "a sending", "b sending", "c failed"]);
    expect(queue.get()[3]?.problem).toBe("too-many");
  });

  it("tell how far they are", () => {
    const { queue, call } = makeQueue();
    queue.add([file("a")]);
    call("a").tell(0.4);
    expect(queue.get()[0]?.progress).toBe(0.4);
  });

  it("make room for the next when they are ended, and their late end is no failure", async () => {
    const { queue, states, call, idOf } = makeQueue();
    queue.add([file("a"), file("b"), file("c")]);
    const { signal } = call("a");
    queue.remove(idOf("a"));
    expect(signal.aborted).toBe(true);
    await vi.waitFor(() => expect(states()).toEqual(["b sending", "c sending"]));
  });

  it("keep why they failed, and can be sent again", async () => {
    const { queue, states, call, idOf } = makeQueue();
    queue.add([file("a")]);
    call("a").fail(new ApiError({ type: "/problems/internal", title: "", status: 500, code: "internal" }));
    await vi.waitFor(() => expect(queue.get()[0]).toMatchObject({ state: "failed", problem: "internal" }));
    expect(queue.get().map(mayRetry)).toEqual([true]);
    queue.retry(idOf("a"));
    expect(states()).toEqual(["a sending"]);
    call("a").fail(new ConnectionError("away"));
    await vi.waitFor(() => expect(queue.get()[0]).toMatchObject({ state: "failed", problem: "connection" }));
  });

  it("tell of each that has arrived, once", async () => {
    const { queue, call } = makeQueue();
    const done: Upload<string>[] = [];
    queue.subscribeDone((upload) => done.push(upload));
    queue.add([file("a")]);
    call("a").finish("A");
    await vi.waitFor(() => expect(done.map(({ result }) => result)).toEqual(["A"]));
  });
});
