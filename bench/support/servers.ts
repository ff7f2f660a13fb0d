import { spawn, type ChildProcess } from "node:child_process";
import path from "node:path";
import { serverArguments } from "../../scripts/support/server-arguments.mjs";

const root = path.resolve(import.meta.dirname, "../..");

/** A server that was started for a measurement. */
export type Started = { url: string; pid: number; stop: () => Promise<void> };

/** Starts Socrates itself, as `npm start` does. */
export const startApplication = (port: number, variables: Record<string, string>): Promise<Started> =>
  start(serverArguments, root, port, "/api/health", { ...variables, PORT: String(port), APP_URL: `http://localhost:${port}` });

/** Starts the bare Next application of the baseline, which must have been built. */
export const startBaseline = (port: number, variables: Record<string, string>): Promise<Started> =>
  start(["server.ts", "--port", String(port)], path.join(root, "bench/baseline"), port, "/api/ready", { ...variables, NEXT_MANUAL_SIG_HANDLE: "true" });

/** Builds the baseline, with webpack: Turbopack would take the instrumentation of the application around it. */
export async function buildBaseline(): Promise<void> {
  const child = spawn(process.execPath, [path.join(root, "node_modules/next/dist/bin/next"), "build", "--webpack"], {
    cwd: path.join(root, "bench/baseline"),
    env: { ...process.env, NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" },
    stdio: ["ignore", "ignore", "inherit"],
  });
  const code = await new Promise<number | null>((resolve) => child.once("exit", resolve));
  if (code !== 0) throw new Error("The baseline could not be built.");
}

/** Starts a plain Node program of the benchmarks. */
export const startProgram = (file: string, port: number, args: string[] = []): Promise<Started> => start([file, "--port", String(port), ...args], root, port, "/", {}, true);

async function start(args: string[], cwd: string, port: number, readyPath: string, variables: Record<string, string>, anyAnswer = false): Promise<Started> {
  const child = spawn(process.execPath, args, { cwd, env: { ...process.env, ...variables, NODE_ENV: "production", LOG_LEVEL: "error" }, stdio: ["ignore", "inherit", "inherit"] });
  const url = `http://127.0.0.1:${port}`;
  await waitUntilReady(child, `${url}${readyPath}`, anyAnswer);
  // A process that answers has been started.
  return { url, pid: child.pid ?? 0, stop: () => stop(child) };
}

async function waitUntilReady(child: ChildProcess, url: string, anyAnswer: boolean): Promise<void> {
  const deadline = Date.now() + 90_000;
  while (Date.now() < deadline) {
    if (child.exitCode !== null) throw new Error(`A server ended before it was ready (${url}).`);
    const response = await fetch(url).catch(() => null);
    if (response && (response.ok || anyAnswer)) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`A server was not ready in time (${url}).`);
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const ended = new Promise((resolve) => child.once("exit", resolve));
  child.kill("SIGTERM");
  await ended;
}
