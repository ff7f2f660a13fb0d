import "server-only";
import pino, { type Logger } from "pino";
import { env } from "./env";
import { logDestination } from "./log-destination";
import { perProcess } from "./process";

/** Structured logs, one JSON object a line. What could hold a secret is cut out wherever it stands. */
export const logger = (): Logger =>
  perProcess("logger", () =>
    pino({
      level: env().LOG_LEVEL,
      base: null,
      redact: {
        paths: ["password", "*.password", "token", "*.token", "authorization", "*.authorization", "cookie", "*.cookie", "refreshToken", "*.refreshToken", "accessToken", "*.accessToken"],
        censor: "[cut]",
      },
    }, logDestination),
  );
