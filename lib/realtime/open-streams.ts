import "server-only";
import type { Actor } from "@/lib/access/authorize";
import { AppError } from "@/lib/core/problems";
import { onShutdown, perProcess } from "@/lib/core/process";
import { hub, type Control } from "@/lib/events/hub";
import { Connection, type Opening } from "./connection";
import type { Place } from "./schemas";

/**
 * Streams that may be open at once on an instance. A browser has one for all its tabs, so whoever needs more has
 * streams that nobody reads any more: a laptop that fell asleep, a script that forgets to close.
 */
const mostPerSession = 20;
const mostPerPerson = 50;

/** How often it is looked whose heartbeat is due, in milliseconds. */
const beatMs = 1_000;

/** Opens an event stream. The oldest of a session or a person with too many is ended. */
export function openStream(opening: Opening): Response {
  const { byPerson } = streams();
  const mine = byPerson.get(opening.actor.id) ?? new Set();
  makeRoom([...mine].filter(({ actor }) => actor.sessionId === opening.actor.sessionId), mostPerSession);
  makeRoom([...mine], mostPerPerson);
  const connection: Connection = new Connection(opening, () => forget(connection));
  streams().byId.set(connection.id, connection);
  // Ending the last of the old ones may have taken the set away.
  byPerson.set(opening.actor.id, (byPerson.get(opening.actor.id) ?? new Set()).add(connection));
  connection.start();
  return connection.writer.response();
}

/**
 * Says what the tabs behind one's own stream show. The stream may be open on another instance, which nobody here
 * knows: then all are told, and the one that has it checks whose it is.
 * @throws AppError `not-found` for somebody else's stream on this instance
 */
export async function setPlaces(by: Actor, connectionId: string, places: Place[]): Promise<void> {
  const connection = streams().byId.get(connectionId);
  if (!connection) return hub().publish({ controls: [{ kind: "places-changed", connection: connectionId, userId: by.id, places }] });
  if (connection.actor.id !== by.id) throw new AppError("not-found");
  connection.show(places);
}

/** A set keeps the order in which streams were opened. */
function makeRoom(oldestFirst: Connection[], most: number): void {
  for (const connection of oldestFirst.slice(0, Math.max(0, oldestFirst.length + 1 - most))) connection.end({ reason: "too-many", retry: false });
}

function forget(connection: Connection): void {
  const { byId, byPerson } = streams();
  byId.delete(connection.id);
  const mine = byPerson.get(connection.actor.id);
  mine?.delete(connection);
  if (mine?.size === 0) byPerson.delete(connection.actor.id);
}

/** Streams that are open in this process: what ends sessions and memberships ends them, and so does its own end. */
const streams = () =>
  perProcess("streams", () => {
    const byId = new Map<string, Connection>();
    const byPerson = new Map<string, Set<Connection>>();
    hub().subscribeControl((control) => onControl(byId, control));
    // One clock for all, so that what many look up is read together.
    setInterval(() => {
      for (const connection of byId.values()) void connection.beat();
    }, beatMs).unref();
    onShutdown("streams", () => {
      for (const connection of byId.values()) connection.end({ reason: "shutdown", retry: true });
    });
    return { byId, byPerson };
  });

function onControl(byId: ReadonlyMap<string, Connection>, control: Control): void {
  if (control.kind === "places-changed") {
    const connection = byId.get(control.connection);
    if (connection?.actor.id === control.userId) connection.show(control.places);
  } else if (control.kind === "session-ended") {
    for (const connection of byId.values()) if (connection.actor.sessionId === control.sessionId) connection.end({ reason: "signed-out", retry: false });
  } else if (control.kind === "membership-changed") {
    for (const connection of byId.values()) {
      const isMeant = connection.carries(control.projectId) && (!control.userId || control.userId === connection.actor.id);
      if (isMeant) void connection.recheck().catch(() => connection.end({ reason: "shutdown", retry: true }));
    }
  }
}
