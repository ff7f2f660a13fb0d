import "server-only";
import { env } from "./env";
import { logger } from "./logger";
import { postgresBus } from "./bus-postgres";
import { newId } from "./ids";
import { onShutdown, perProcess } from "./process";

/**
 * Carries messages to the other instances. Delivery is at most once: what must not be lost is numbered and stored,
 * and the hub notices a hole. A driver hands a message to everyone but the instance that sent it.
 */
export type Bus = {
  /**
   * Resolves when the messages are handed over; never rejects (it logs), because the write is already done. Those that
   * may go `soon` wait some milliseconds for others, and are not waited for.
   */
  publish(messages: BusMessage[], pace?: "now" | "soon"): Promise<void>;
  subscribe(handler: (message: BusMessage) => void): void;
  /** Called when messages of others may have been missed, because the way here was cut. */
  onGap(handler: () => void): void;
  /** Resolves once messages of others arrive. */
  ready(): Promise<void>;
  close(): Promise<void>;
};

/** `topic` chooses the handler; `key` says which project or person it is about. */
export type BusMessage = { topic: string; key: string; body: unknown };

/** This process among the instances. */
export const instanceId = (): string => perProcess("instance-id", newId);

/** The configured bus: between instances through PostgreSQL; the embedded database serves one instance. */
export function bus(): Bus {
  return perProcess("bus", () => {
    const made = env().DATABASE_URL ? postgresBus(instanceId(), logger()) : soloBus();
    onShutdown("bus", () => made.close());
    return made;
  });
}

/** For a single instance there is nobody to tell. */
const soloBus = (): Bus => ({
  publish: async () => {},
  subscribe: () => {},
  onGap: () => {},
  ready: async () => {},
  close: async () => {},
});
