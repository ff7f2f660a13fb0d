import { connecting, isSameState, type ConnectionState } from "./connection-state";
import { emptyPositions, type Positions } from "./positions";
import { Subscriptions, type ProjectListener } from "./subscriptions";
import type { Beat, OwnerMessage } from "./tab-channel";

/**
 * What one tab knows of the session's stream, whether it reads it or follows: enough to serve its own listeners, and
 * to go on as the reader from here.
 */
export class StreamView {
  readonly subscriptions = new Subscriptions();
  readonly positions: Positions = emptyPositions();
  /** Projects that the stream carries. */
  served: string[] = [];
  /** Projects that are closed to this person. */
  refused = new Set<string>();
  /** What the connection is like, by the owner's word. */
  base: ConnectionState = connecting;
  private state: ConnectionState = connecting;
  private readonly listeners = new Set<() => void>();

  subscribe(projectId: string, initialSeq: number, listener: ProjectListener): () => void {
    const heard = this.served.includes(projectId) ? (this.positions.projects.get(projectId)?.heard ?? null) : null;
    return this.subscriptions.add(projectId, initialSeq, listener, heard);
  }

  subscribeState(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  }

  /** The state of the connection as it is for this tab; the same object until it changes. */
  getState(): ConnectionState {
    return this.state;
  }

  setBase(state: ConnectionState): void {
    this.base = state;
    this.updateState();
  }

  updateState(): void {
    const state = this.findState();
    if (isSameState(state, this.state)) return;
    this.state = state;
    for (const listener of this.listeners) listener();
  }

  /** Takes the projects that the stream now carries, each needed from a number on. */
  serve(wanted: string[], lowestNeed: (projectId: string) => number): void {
    for (const projectId of wanted) {
      const known = this.positions.projects.get(projectId);
      const from = lowestNeed(projectId);
      const isCarried = known !== undefined && this.served.includes(projectId);
      // The stream goes on where it once stood, or begins where the page that needs it was made, if that is later.
      if (!isCarried && (!known || known.heard < from)) this.positions.projects.set(projectId, { cursor: from, heard: from });
      else if (known) this.subscriptions.heard(projectId, known.heard);
    }
    this.served = wanted;
  }

  refuse(projectId: string): void {
    this.refused.add(projectId);
    this.served = this.served.filter((one) => one !== projectId);
  }

  /** What the owner says of itself. */
  makeBeat(): Beat {
    const { projects, user } = this.positions;
    if (user !== null) this.subscriptions.notificationsHeard(user);
    const positions = [...projects].filter(([projectId]) => this.served.includes(projectId));
    return { kind: "beat", state: this.base, served: this.served, refused: [...this.refused], positions, user };
  }

  /** Takes what the owner says. */
  follow(message: OwnerMessage): void {
    if (message.kind === "beat") return this.followBeat(message);
    const { projects } = this.positions;
    if (message.kind === "reset") projects.set(message.projectId, { cursor: message.head, heard: message.head });
    if (message.kind === "event" && message.event.seq !== null) projects.set(message.event.projectId, { cursor: message.event.seq, heard: message.event.seq });
    if (message.kind === "notification") this.positions.user = Math.max(this.positions.user ?? 0, message.notice.seq);
    this.pass(message);
  }

  /** Hands something of the stream to this tab's listeners. */
  pass(message: Exclude<OwnerMessage, Beat>): void {
    if (message.kind === "event") this.subscriptions.event(message.event, message.after);
    else if (message.kind === "notification") this.subscriptions.notification(message.notice);
    else this.subscriptions.reset(message.projectId, message.head);
  }

  private followBeat({ state, served, refused, positions, user }: Beat): void {
    this.served = served;
    this.refused = new Set(refused);
    for (const [projectId, position] of positions) {
      this.positions.projects.set(projectId, position);
      this.subscriptions.heard(projectId, position.heard);
    }
    if (user !== null) {
      this.positions.user = user;
      this.subscriptions.notificationsHeard(user);
    }
    this.setBase(state);
  }

  private findState(): ConnectionState {
    const mine = Object.keys(this.subscriptions.needs());
    if (this.base.name === "signed-out") return this.base;
    if (mine.some((projectId) => this.refused.has(projectId))) return { name: "no-access" };
    const isWaiting = this.base.name === "live" && mine.some((projectId) => !this.served.includes(projectId));
    return isWaiting || this.base.name === "no-access" ? connecting : this.base;
  }
}
