import "server-only";
import type { SQL } from "drizzle-orm";
import type { Actor, Granted, SystemGrant } from "@/lib/access/authorize";
import type { WritePermission } from "@/lib/access/permissions";
import { cache } from "@/lib/core/cache";
import { isoNow } from "@/lib/core/clock";
import { finish, missingReference, missingValue, transaction, type Tx } from "@/lib/core/db";
import { newId } from "@/lib/core/ids";
import { committedMark, confirmCommitted, requireMarked } from "@/lib/core/idempotency";
import { AppError } from "@/lib/core/problems";
import { catalogue, type EventName, type EventPayload, type ProjectEvent } from "./catalogue";
import { hub, type Control, type NotificationNotice } from "./hub";
import { appendActivity, appendNotifications, missingNumber } from "./queries";

type Options = {
  /** The public representation of what the event is about, sent along while it is live. */
  thing?: unknown;
  /** Who did it, where that isn't the one who writes. */
  userId?: string | null;
};
export type Emit = <N extends EventName>(name: N, payload: EventPayload<N>, options?: Options) => void;
type EmitIn = <N extends EventName>(projectId: string, name: N, payload: EventPayload<N>, options?: Options) => void;
type After = (control: Control) => void;
/** What is sent with the commit, without waiting in between; nobody needs what it returns. */
type AtEnd = (statement: SQL) => void;
type Emitted = { projectId: string; name: EventName; payload: Record<string, unknown>; options: Options };

/**
 * The only way to write to a project. Rows, events, activity and notifications commit together or not at all; then
 * cache keys are dropped and the streams are told. `control` ends streams whose right to listen changed, and drops
 * cache keys that no event drops; `atEnd` takes statements that are sent with the commit.
 */
export function mutate<T>(by: Granted<WritePermission> | SystemGrant, work: (tx: Tx, emit: Emit, control: After, atEnd: AtEnd) => Promise<T>): Promise<T> {
  const actor = "actor" in by ? by.actor : null;
  return write(actor, (tx, emitIn, control, atEnd) => work(tx, (name, payload, options) => emitIn(by.projectId, name, payload, options), control, atEnd));
}

/**
 * Writes what belongs to no project (accounts, settings), founds a project, or joins one: its writer holds no grant
 * there yet, so each event names its project.
 */
export function mutateAccount<T>(by: Pick<Actor, "id"> | null, work: (tx: Tx, emitIn: EmitIn, control: After) => Promise<T>): Promise<T> {
  return write(by, work);
}

/** Tells a project's streams something that isn't stored, such as typing or a piece of an answer. */
export function broadcast<N extends EventName>(projectId: string, userId: string | null, name: N, payload: EventPayload<N>): Promise<void> {
  return hub().publish({ events: [{ name, projectId, seq: null, userId, at: isoNow(), payload }] });
}

async function write<T>(by: Pick<Actor, "id"> | null, work: (tx: Tx, emitIn: EmitIn, control: After, atEnd: AtEnd) => Promise<T>): Promise<T> {
  const emitted: Emitted[] = [];
  const controls: Control[] = [];
  const { result, events, notices } = await transaction(async (tx) => {
    // The database may have given up an earlier attempt, which then never happened.
    emitted.length = 0;
    controls.length = 0;
    const last: SQL[] = [];
    const made = await work(
      tx,
      (projectId, name, payload, options = {}) => void emitted.push({ projectId, name, payload, options }),
      (control) => void controls.push(control),
      (statement) => void last.push(statement),
    );
    return { result: made, notices: await storeNotices(tx, by, emitted), events: await storeEvents(tx, by, emitted, [...last, ...committedMark()]) };
  }).catch((error: unknown) => {
    requireMarked(error);
    // The project was deleted between the check of the right and this write.
    if (missingReference(error)?.endsWith("_project_id_projects_id_fk") || missingValue(error) === missingNumber) throw new AppError("not-found", undefined, { cause: error });
    throw error;
  });
  confirmCommitted();
  const dropped = emitted.flatMap(droppedKeys);
  if (dropped.length > 0) controls.push({ kind: "cache-dropped", keys: dropped });
  // The writer reads its own write: its caches are empty before it answers; those of other instances follow.
  for (const control of controls) if (control.kind === "cache-dropped") await cache().drop(control.keys);
  await hub().publish({ events, notices, controls });
  return result;
}

async function storeNotices(tx: Tx, by: Pick<Actor, "id"> | null, emitted: Emitted[]): Promise<NotificationNotice[]> {
  const notices: NotificationNotice[] = [];
  for (const { projectId, name, payload } of emitted) {
    const facts = catalogue[name];
    if (!facts.stored || !("notifies" in facts) || !facts.notifies) continue;
    // The payload was checked against this entry's schema where it was emitted.
    const told = facts.notifies(payload as never).filter((userId) => userId !== by?.id);
    if (told.length === 0) continue;
    const rows = await appendNotifications(tx, { projectId, kind: name, details: payload, rows: told.map((userId) => ({ id: newId(), userId })) });
    notices.push(...rows.map(({ id, userId, seq, kind, details, createdAt }) => ({ id, userId, seq, kind, projectId, details, createdAt })));
  }
  return notices;
}

/**
 * Numbers are taken last and with the commit, so that the lock on a project's sequence lasts no longer than that.
 * @param before statements that go before the last one
 */
async function storeEvents(tx: Tx, by: Pick<Actor, "id"> | null, emitted: Emitted[], before: readonly SQL[]): Promise<ProjectEvent[]> {
  const events: ProjectEvent[] = [];
  const last = emitted.findLast(({ name }) => catalogue[name].stored)?.projectId;
  if (last === undefined) for (const statement of before) await tx.execute(statement);
  const projectIds = [...new Set(emitted.map((one) => one.projectId))];
  for (const projectId of projectIds.toSorted((a, b) => Number(a === last) - Number(b === last))) {
    const ofProject = emitted.filter((one) => one.projectId === projectId);
    const author = (one: Emitted) => (one.options.userId === undefined ? (by?.id ?? null) : one.options.userId);
    const stored = ofProject.filter((one) => catalogue[one.name].stored);
    const numbered = stored.length
      ? await appendActivity((statement) => (projectId === last ? finish(tx, [...before, statement]) : tx.execute(statement)), projectId, stored.map((one) => ({ id: newId(), userId: author(one), name: one.name, details: one.payload })))
      : null;
    let next = numbered?.first ?? 0;
    for (const one of ofProject) {
      const seq = catalogue[one.name].stored ? next++ : null;
      events.push({ name: one.name, projectId, seq, userId: author(one), at: numbered?.at ?? isoNow(), payload: one.payload, ...(one.options.thing === undefined ? {} : { thing: one.options.thing }) });
    }
  }
  return events;
}

function droppedKeys({ projectId, name, payload }: Emitted): string[] {
  const facts = catalogue[name];
  if (!facts.stored || !("drops" in facts) || !facts.drops) return [];
  // The payload was checked against this entry's schema where it was emitted.
  return facts.drops(projectId, payload as never);
}
