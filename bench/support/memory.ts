import { execFile } from "node:child_process";
import { promisify } from "node:util";

const run = promisify(execFile);
const everyMs = 2_000;

/** Follows the resident memory of a process. @returns a function that ends it and gives the most that was seen, in bytes */
export function watchMemory(pid: number): () => number {
  let most = 0;
  const look = async () => {
    // Kilobytes, on every system that has `ps`.
    const { stdout } = await run("ps", ["-o", "rss=", "-p", String(pid)]);
    most = Math.max(most, Number(stdout.trim()) * 1024);
  };
  const timer = setInterval(() => void look().catch(() => {}), everyMs);
  return () => {
    clearInterval(timer);
    return most;
  };
}
