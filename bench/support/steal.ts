import { readFileSync } from "node:fs";

/** The processors' time since the system began, in ticks, and how much of it a virtual machine's host gave to others. */
function readTimes(): { all: number; stolen: number } | null {
  try {
    // User, nice, system, idle, iowait, irq, softirq, steal (proc(5)); the guests' times after them are in the first two.
    const times = readFileSync("/proc/stat", "latin1").split("\n", 1)[0]?.split(/\s+/).slice(1, 9).map(Number) ?? [];
    return { all: times.reduce((sum, time) => sum + time, 0), stolen: times[7] ?? 0 };
  } catch {
    return null;
  }
}

/**
 * Follows what the host of a virtual machine withholds from it: figures of a run in which that is much are the host's.
 * @returns a function that gives the share since then, from 0 to 1; null where the system doesn't tell
 */
export function watchSteal(): () => number | null {
  const before = readTimes();
  return () => {
    const now = readTimes();
    return before && now && now.all > before.all ? (now.stolen - before.stolen) / (now.all - before.all) : null;
  };
}
