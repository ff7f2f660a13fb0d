import { describe, expect, it, vi } from "vitest";
import { ToastQueue } from "@/components/ui/toast-queue";

describe("toasts before their code is here", () => {
  it("shows what waited, in order, once somebody shows toasts", () => {
    const queue = new ToastQueue();
    const first = queue.show({ title: "First" });
    queue.show({ title: "Second", id: "named" });
    const outlet = { show: vi.fn<(toast: object) => void>(), close: vi.fn<(id: string) => void>() };
    queue.connect(outlet);
    expect(outlet.show.mock.calls).toEqual([[{ title: "First", id: first }], [{ title: "Second", id: "named" }]]);
    queue.close(first);
    expect(outlet.close).toHaveBeenCalledWith(first);
  });

  it("replaces what waits under the same id, and drops what was closed", () => {
    const queue = new ToastQueue();
    queue.show({ title: "Old", id: "a" });
    queue.show({ title: "New", id: "a" });
    queue.close(queue.show({ title: "Closed" }));
    const outlet = { show: vi.fn<(toast: object) => void>(), close: vi.fn<(id: string) => void>() };
    queue.connect(outlet);
    expect(outlet.show.mock.calls).toEqual([[{ title: "New", id: "a" }]]);
  });

  it("says that toasts wait, also to who asks late", () => {
    const queue = new ToastQueue();
    queue.show({ title: "Early" });
    const listener = vi.fn<() => void>();
    queue.onWaiting(listener);
    expect(listener).toHaveBeenCalledTimes(1);
    queue.show({ title: "Another" });
    expect(listener).toHaveBeenCalledTimes(2);
  });
});
