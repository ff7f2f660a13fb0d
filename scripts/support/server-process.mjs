import { spawn } from "node:child_process";
import { createServer } from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import { describeConfiguration, parsePort } from "./configuration.mjs";
import { root } from "./node.mjs";
import { serverArguments } from "./server-arguments.mjs";
import { exitWith, onStopSignal } from "./signals.mjs";

/** A server that is just leaving gets this long (milliseconds) to give its port back. */
const portPatience = 1500;
/** A first start makes a database, which takes a while on a busy machine (milliseconds). */
const readyPatience = 120_000;

/**
 * The port to serve on. Ends the process with a clear word when it makes no sense or is taken.
 * @returns {Promise<number>}
 */
export async function requirePort() {
  const port = parsePort(process.env.PORT);
  if (port === undefined) exitWith(`PORT is "${process.env.PORT}", which is no port (1 to 65535).`);
  const host = process.env.HOST || undefined;
  const until = performance.now() + portPatience;
  for (;;) {
    const problem = await tryPort(port, host);
    if (problem === undefined) return port;
    if (problem === "EADDRINUSE" && performance.now() < until) await wait(100);
    else exitWith(portProblem(problem, port, host));
  }
}

/**
 * Starts server.ts, says where to look when it is ready, and hands over its end to this process.
 * @param {{ port: number, mode: "production" | "development", started: number }} options
 *   `started`: performance.now() at the beginning of the command
 */
export async function serve({ port, mode, started }) {
  const child = spawn(process.execPath, serverArguments, {
    cwd: root,
    env: { ...process.env, NODE_ENV: mode, PORT: String(port), NEXT_TELEMETRY_DISABLED: "1" },
    stdio: ["ignore", "inherit", "inherit", "ipc"],
  });
  let stopping = false;
  onStopSignal((signal, again) => {
    stopping = true;
    child.kill(again ? "SIGKILL" : signal);
    // The server leaves after 4.5 s at the latest; one that doesn't is stuck.
    setTimeout(() => child.kill("SIGKILL"), 4800).unref();
  });
  child.once("error", (error) => exitWith(`The server could not be started: ${error.message}`));
  child.once("exit", (code, signal) => {
    // Code 0 is an orderly end, whoever asked the server for it.
    if (code !== 0 && !stopping) console.error(`The server has ended unexpectedly (${signal ?? `code ${code}`}).`);
    process.exit(code ?? 1);
  });
  await new Promise((resolve) => child.on("message", resolve));
  const address = `http://${localHost(process.env.HOST)}:${port}`;
  await untilHealthy(`${address}/api/health`);
  if (!stopping) console.log(announcement(process.env.APP_URL || address, mode, (performance.now() - started) / 1000));
}

/** @param {string} address @param {string} mode @param {number} seconds */
function announcement(address, mode, seconds) {
  const lines = [{ name: "Open", value: address }, ...describeConfiguration(process.env)];
  const title = mode === "production" ? "Socrates is ready" : "Socrates is ready for development";
  const body = lines.map(({ name, value }) => `  ${name.padEnd(10)}${value}`).join("\n");
  return `\n${title} after ${seconds.toFixed(1)} s\n\n${body}\n\n  Ctrl-C ends it.\n`;
}

/** @param {string} url */
async function untilHealthy(url) {
  const until = performance.now() + readyPatience;
  let last = "no answer";
  while (performance.now() < until) {
    try {
      const answer = await fetch(url, { signal: AbortSignal.timeout(10_000) });
      await answer.arrayBuffer();
      if (answer.ok) return;
      last = `status ${answer.status}`;
    } catch (error) {
      last = error instanceof Error ? error.message : String(error);
    }
    await wait(100);
  }
  console.error(`${url} did not report that the server is ready (${last}).`);
}

/** @param {string | undefined} host */
function localHost(host) {
  if (!host || host === "0.0.0.0" || host === "::") return "localhost";
  return host.includes(":") ? `[${host}]` : host;
}

/**
 * @param {number} port
 * @param {string | undefined} host
 * @returns {Promise<string | undefined>} undefined when it is free, otherwise the error's code
 */
function tryPort(port, host) {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once("error", (error) => resolve("code" in error ? String(error.code) : error.message));
    probe.listen({ port, host, exclusive: true }, () => probe.close(() => resolve(undefined)));
  });
}

/** @param {string} problem @param {number} port @param {string | undefined} host */
function portProblem(problem, port, host) {
  if (problem === "EADDRINUSE") {
    return `Port ${port} is taken by another program. Stop it, or choose another port: PORT=${port === 65_535 ? 3000 : port + 1} npm start`;
  }
  if (problem === "EACCES") return `Port ${port} may not be used by this account. Choose one above 1023: PORT=3000 npm start`;
  return `The server can't listen on ${host ?? "this machine"}, port ${port} (${problem}).`;
}
