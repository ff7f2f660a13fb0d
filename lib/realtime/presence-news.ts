import "server-only";
import { isoNow } from "@/lib/core/clock";
import { db } from "@/lib/core/db";
import { logger } from "@/lib/core/logger";
import { perProcess } from "@/lib/core/process";
import type { EventPayload } from "@/lib/events/catalogue";
import { hub } from "@/lib/events/hub";
import type { ProjectChannel } from "@/lib/events/project-channel";
import { readPeople } from "./queries";
import type { PersonHere } from "./schemas";

/** However many come and go, a project's people are read and told this often at most, in milliseconds. */
const readMs = 500;

type Person = EventPayload<"presence:changed">["people"][number];
/** `known` is null until people were read once: then everybody is news. */
type News = { known: Map<string, Person> | null; readAt: number; timer: NodeJS.Timeout | null };

/**
 * Tells the streams of this instance who came, moved or left, on whichever instance: each change is announced over the
 * bus by the project's id alone, and read here for all listeners together.
 *
 * `presence:changed` holds each person whole, so it may be applied in any state. A client first has its stream open
 * (`chat:connection:status`), then asks `GET /api/projects/{id}/presence`, and applies every event that came since then
 * over the answer: what happened before the answer was read stands in it, and what happened after is told, since it is
 * compared with what this instance told last, which is older. What was told before the answer arrived may be older than
 * the answer; then the newer state is told once more.
 */
export function startPresenceNews(): void {
  perProcess("presence-news", () => {
    // A channel that nobody listens to is given up, and what was told through it is forgotten with it.
    const news = new WeakMap<ProjectChannel, News>();
    hub().subscribePresence((projectId) => {
      const channel = hub().channelOf(projectId);
      if (!channel) return;
      const state = news.get(channel) ?? { known: null, readAt: -Infinity, timer: null };
      news.set(channel, state);
      state.timer ??= setTimeout(() => void tell(projectId, channel, state), Math.max(0, state.readAt + readMs - performance.now())).unref();
    });
    return news;
  });
}

async function tell(projectId: string, channel: ProjectChannel, state: News): Promise<void> {
  state.readAt = performance.now();
  // From here on a change is read again: this reading may have come too early for it.
  state.timer = null;
  try {
    const people = gather(await readPeople(db(), projectId));
    const changed = differences(state.known, people);
    state.known = people;
    if (changed.length > 0) channel.push({ name: "presence:changed", projectId, seq: null, userId: null, at: isoNow(), payload: { people: changed } });
  } catch (error) {
    logger().warn({ err: error, projectId }, "who is present could not be read");
  }
}

/** Rows are sorted by person. */
function gather(rows: PersonHere[]): Map<string, Person> {
  const people = new Map<string, Person>();
  for (const { userId, name, sessionId, documentId, since } of rows) {
    const person = people.get(userId) ?? { userId, name, places: [], since };
    person.places.push({ sessionId, documentId });
    if (since < person.since) person.since = since;
    people.set(userId, person);
  }
  return people;
}

function differences(known: Map<string, Person> | null, people: Map<string, Person>): Person[] {
  const changed = [...people.values()].filter((person) => {
    const before = known?.get(person.userId);
    return !before || before.name !== person.name || placesOf(before) !== placesOf(person);
  });
  const gone = [...(known?.values() ?? [])].filter(({ userId }) => !people.has(userId));
  return [...changed, ...gone.map((person) => ({ ...person, places: [] }))];
}

const placesOf = ({ places }: Person): string => places.map(({ sessionId, documentId }) => `${sessionId} ${documentId}`).join();
