import type { Place } from "@/lib/realtime/schemas";
import type { Subscriptions } from "./subscriptions";
import type { Hello } from "./tab-channel";

/** Most projects that one stream carries; the server refuses more (`mostProjects` of its schema). */
export const mostServed = 12;

/** How often the tabs are asked whether they are still there, in milliseconds. */
const askMs = 60_000;

/** What a page shows, whether or not somebody sees it just now. */
export type Shown = Omit<Place, "visible">;

/** What the session's tabs need of the connection: this tab's listeners, and what the others said. */
export class TabNeeds {
  private readonly subscriptions: Subscriptions;
  private readonly shown = new Set<Shown>();
  private readonly others = new Map<string, Pick<Hello, "projects" | "places">>();
  /** Tabs that haven't been heard since they were asked. */
  private silent = new Set<string>();
  private askedAt = 0;
  /** Projects by the time when somebody last turned to them, newest first. */
  private recent: string[] = [];

  constructor(subscriptions: Subscriptions) {
    this.subscriptions = subscriptions;
  }

  /** This tab's projects, each with the number from which on events are needed. */
  mine(): Record<string, number> {
    return this.subscriptions.needs();
  }

  /** Takes what this tab shows, until what is returned is called; a page within a page adds its own. */
  show(place: Shown): () => void {
    this.shown.add(place);
    return () => void this.shown.delete(place);
  }

  /** What this tab shows. */
  myPlaces(visible: boolean): Place[] {
    return [...this.shown].map((place) => ({ ...place, visible }));
  }

  /** What all the tabs show. */
  places(visible: boolean): Place[] {
    return [...this.myPlaces(visible), ...[...this.others.values()].flatMap(({ places }) => places)];
  }

  hear(tab: string, { projects, places, looks }: Hello): void {
    this.others.set(tab, { projects, places });
    this.silent.delete(tab);
    if (looks) this.noteLook(projects);
  }

  forget(tab: string): void {
    this.others.delete(tab);
  }

  /**
   * Forgets those that didn't answer the last question: a tab that crashes or that the browser discards says no bye.
   * One that only slept answers when it wakes, and is known again.
   * @param now in milliseconds
   * @returns whether it is time for the next question
   */
  shouldAsk(now: number): boolean {
    if (now - this.askedAt < askMs) return false;
    for (const tab of this.silent) this.forget(tab);
    this.askedAt = now;
    this.silent = new Set(this.others.keys());
    return this.silent.size > 0;
  }

  forgetOthers(): void {
    this.others.clear();
  }

  noteLook(projects: Record<string, number>): void {
    this.recent = [...new Set([...Object.keys(projects), ...this.recent])].slice(0, 3 * mostServed);
  }

  isNeeded(projectId: string): boolean {
    return this.all().some((projects) => projectId in projects);
  }

  /** The lowest number from which on a tab needs the project. */
  lowest(projectId: string): number {
    return Math.min(...this.all().flatMap((projects) => projects[projectId] ?? []));
  }

  /** The union of what is needed; beyond what one stream carries, whatever was looked at last. */
  wanted(refused: ReadonlySet<string>): string[] {
    const needed = new Set(this.all().flatMap((projects) => Object.keys(projects)));
    const ranked = new Set([...this.recent, ...needed]);
    return [...ranked].filter((projectId) => needed.has(projectId) && !refused.has(projectId)).slice(0, mostServed);
  }

  private all(): Record<string, number>[] {
    return [this.mine(), ...[...this.others.values()].map(({ projects }) => projects)];
  }
}
