import { spawn, type ChildProcess } from "node:child_process";
import { expect } from "@playwright/test";

/** A server of a test's own, for journeys that stop, kill or restart it. */
export type OwnServer = {
  url: string;
  start(): Promise<void>;
  /** Ends the process with a signal and resolves when it is gone. @returns milliseconds it took */
  end(signal: "SIGTERM" | "SIGKILL"): Promise<number>;
};

export function ownServer(port: number, variables: Record<string, string>): OwnServer {
  const url = `http://localhost:${port}`;
  let child: ChildProcess | null = null;
  return {
    url,
    async start() {
      child = spawn(process.execPath, ["server.ts"], {
        env: {
          ...process.env,
          NODE_ENV: "production",
          PORT: String(port),
          APP_URL: url,
          DATABASE_URL: "",
          AUTH_SECRET: "a secret of the journeys, 32 or longer",
          LOG_LEVEL: "error",
          UPSTASH_REDIS_REST_URL: "",
          UPSTASH_REDIS_REST_TOKEN: "",
          TRUSTED_PROXIES: "127.0.0.1,::1",
          ...variables,
        },
        stdio: ["ignore", "ignore", "inherit"],
      });
      await expect.poll(() => isReady(url), { timeout: 60_000, intervals: [50] }).toBe(true);
    },
    async end(signal) {
      const ending = child;
      if (!ending || ending.exitCode !== null) return 0;
      const began = performance.now();
      const gone = new Promise((resolve) => ending.once("exit", resolve));
      ending.kill(signal);
      await gone;
      return performance.now() - began;
    },
  };
}

export const isReady = (url: string): Promise<boolean> =>
  fetch(`${url}/api/health`).then(
    (response) => response.ok,
    () => false,
  );
