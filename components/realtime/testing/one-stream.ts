import { vi } from "vitest";
import type { ConnectionState } from "../connection-state";
import { EventStream } from "../event-stream";
import { emptyPositions } from "../positions";
import { FakePage } from "./fake-page";
import { FakeServer } from "./fake-server";

export const a = "00000000-0000-7000-8000-00000000000a";
export const b = "00000000-0000-7000-8000-00000000000b";

/** A stream of a page, begun after a number of each project, and what came of it. */
export const setUp = (projects: Record<string, number> = { [a]: 0 }) => {
  const server = new FakeServer();
  const page = new FakePage();
  const states: string[] = [];
  const seen: number[] = [];
  const resets: [string, number][] = [];
  const refused: string[] = [];
  const notices: number[] = [];
  let state: ConnectionState = { name: "connecting" };
  const positions = emptyPositions();
  for (const [projectId, seq] of Object.entries(projects)) positions.projects.set(projectId, { cursor: seq, heard: seq });
  const stream = new EventStream({
    positions,
    page,
    fetch: server.fetch,
    random: () => 1,
    sessionIds: () => [],
    handlers: {
      onConnected: () => {},
      onState: (next) => {
        state = next;
        states.push(next.name);
      },
      onEvent: ({ seq }) => seq !== null && seen.push(seq),
      onNotification: ({ seq }) => notices.push(seq),
      onReset: (...reset) => resets.push(reset),
      onRefused: (projectId) => refused.push(projectId),
    },
  });
  return { server, page, states, seen, resets, refused, notices, positions, stream, state: () => state };
};

export const settle = (ms = 0) => vi.advanceTimersByTimeAsync(ms);
