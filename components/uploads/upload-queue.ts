import { ApiError } from "@/lib/http/client";

/** A file on its way. `result` is what the server made of it. */
export type Upload<T> = {
  id: string;
  file: File;
  /** 0 to 1 while it is sent. */
  progress: number;
  state: "waiting" | "sending" | "done" | "failed";
  /** Why it failed: a problem's code. */
  problem: string | null;
  result: T | null;
};

type Options<T> = {
  send: (file: File, onProgress: (part: number) => void, signal: AbortSignal) => Promise<T>;
  /** Why the server would refuse a file, as the code it would answer with; null for one that it takes. */
  refuse: (file: File) => string | null;
  /** How many there may be at the same time; those beyond fail as `too-many`. */
  most?: number;
};

/** So many at a time: the rest waits, and the page's other requests still get through. */
const atOnce = 2;

/** Files on their way to the server, in the order in which they were added. */
export class UploadQueue<T> {
  private uploads: readonly Upload<T>[] = [];
  private readonly running = new Map<string, AbortController>();
  private readonly listeners = new Set<() => void>();
  private readonly doneListeners = new Set<(upload: Upload<T>) => void>();
  private readonly options: Options<T>;

  constructor(options: Options<T>) {
    this.options = options;
  }

  /** The same array until it changes. */
  get = (): readonly Upload<T>[] => this.uploads;

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  };

  /** Hears of each that has arrived. */
  subscribeDone = (listener: (upload: Upload<T>) => void): (() => void) => {
    this.doneListeners.add(listener);
    return () => void this.doneListeners.delete(listener);
  };

  add = (files: readonly File[]): void => {
    const { refuse, most = Infinity } = this.options;
    const room = most - this.uploads.filter(({ state }) => state !== "failed").length;
    const added = files.map((file, index): Upload<T> => {
      const problem = index < room ? refuse(file) : "too-many";
      return { id: `upload-${(lastNumber += 1)}`, file, progress: 0, state: problem ? "failed" : "waiting", problem, result: null };
    });
    this.set([...this.uploads, ...added]);
    this.work();
  };

  /** Ends one that is under way, or takes one that is over off the list. @returns it as it was */
  remove = (id: string): Upload<T> | null => {
    const removed = this.uploads.find((upload) => upload.id === id) ?? null;
    this.set(this.uploads.filter((upload) => upload.id !== id));
    this.running.get(id)?.abort();
    return removed;
  };

  retry = (id: string): void => {
    this.change(id, { state: "waiting", problem: null, progress: 0 });
    this.work();
  };

  /** Takes those off the list that have been used. */
  forget = (ids: readonly string[]): void => this.set(this.uploads.filter(({ id }) => !ids.includes(id)));

  private work(): void {
    for (const { id, file, state } of this.uploads) {
      if (this.running.size >= atOnce) return;
      if (state === "waiting") void this.send(id, file);
    }
  }

  private async send(id: string, file: File): Promise<void> {
    const controller = new AbortController();
    this.running.set(id, controller);
    this.change(id, { state: "sending", progress: 0 });
    try {
      const result = await this.options.send(file, (progress) => this.change(id, { progress }), controller.signal);
      this.change(id, { state: "done", progress: 1, result });
      const upload = this.uploads.find((one) => one.id === id);
      if (upload) for (const tell of this.doneListeners) tell(upload);
    } catch (thrown) {
      this.change(id, { state: "failed", problem: thrown instanceof ApiError ? thrown.problem.code : "connection" });
    } finally {
      this.running.delete(id);
      this.work();
    }
  }

  private change(id: string, values: Partial<Upload<T>>): void {
    if (this.uploads.some((upload) => upload.id === id)) this.set(this.uploads.map((upload) => (upload.id === id ? { ...upload, ...values } : upload)));
  }

  private set(uploads: readonly Upload<T>[]): void {
    this.uploads = uploads;
    for (const notify of this.listeners) notify();
  }
}

let lastNumber = 0;

/** Whether it makes sense to send the same file once more: what was refused for what it is would be refused again. */
export const mayRetry = ({ state, problem }: Upload<unknown>): boolean =>
  state === "failed" && !["too-large", "too-many", "unsupported-media-type", "validation-failed", "empty", "not-permitted", "project-archived"].includes(problem ?? "");
