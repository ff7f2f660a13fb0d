import { api } from "@/lib/http/paths";
import type { Place } from "@/lib/realtime/schemas";

/** Moving through pages tells several places in a row: the server hears of the last, after so many milliseconds. */
const gatherMs = 200;
/** Waiting before a failed telling is repeated. The stream itself tells when the network is gone. */
const retryMs = 2_000;
/** The server takes no more (`placesInput` of its schema). */
const mostPlaces = 40;

/**
 * Tells the server what the tabs of a stream show: which conversations it should send in full, and where the others
 * see this person. Each new connection has to be told.
 */
export class PlaceTeller {
  private readonly fetch: typeof fetch;
  private places: Place[] = [];
  private connection: string | null = null;
  private told = "";
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(fetch: typeof globalThis.fetch) {
    this.fetch = fetch;
  }

  /** The conversations that are open, for the address of a new connection. */
  get sessionIds(): string[] {
    return [...new Set(this.places.flatMap(({ sessionId }) => sessionId ?? []))];
  }

  show(places: readonly Place[]): void {
    this.places = merged(places).slice(0, mostPlaces);
    this.schedule(gatherMs);
  }

  /** The stream is open, under this name. */
  connected(connection: string): void {
    this.connection = connection;
    this.told = "";
    this.schedule(0);
  }

  /** The stream is gone, or belongs to another tab now. */
  lost(): void {
    this.connection = null;
    clearTimeout(this.timer);
  }

  private schedule(wait: number): void {
    clearTimeout(this.timer);
    if (this.connection !== null) this.timer = setTimeout(() => void this.tell(), wait);
  }

  private async tell(): Promise<void> {
    const { connection, places } = this;
    const body = JSON.stringify({ connection, places });
    if (connection === null || body === this.told) return;
    this.told = body;
    const { ok, status } = await this.fetch(api.places(), { method: "PUT", headers: { "content-type": "application/json" }, credentials: "same-origin", body }).catch(() => ({ ok: false, status: 0 }));
    // What the server refuses, it would refuse again.
    if (ok || (status >= 400 && status < 500 && status !== 429) || this.connection !== connection || this.told !== body) return;
    this.told = "";
    this.schedule(retryMs);
  }
}

/** Each place once; it is seen if one of the tabs that show it is. */
function merged(places: readonly Place[]): Place[] {
  const byKey = new Map<string, Place>();
  for (const place of places) {
    const key = `${place.projectId} ${place.sessionId} ${place.documentId}`;
    byKey.set(key, { ...place, visible: place.visible || (byKey.get(key)?.visible ?? false) });
  }
  return [...byKey.values()];
}
