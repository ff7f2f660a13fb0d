import type { StreamCursor } from "@/lib/realtime/cursor";

/**
 * Where a stream stands in a project. `cursor` is the number to resume after; `heard` is the number of the last event
 * that was passed on. They differ because a member doesn't see every event, while the cursor counts them all.
 */
export type Position = { cursor: number; heard: number };

/** Positions by project, and the number of the person's last notification (null before the first connection). */
export type Positions = { projects: Map<string, Position>; user: number | null };

export const emptyPositions = (): Positions => ({ projects: new Map(), user: null });

/** The cursor with which `projectIds` are resumed. */
export function toCursor({ projects, user }: Positions, projectIds: readonly string[]): StreamCursor {
  const known = projectIds.flatMap((projectId): [string, number][] => {
    const position = projects.get(projectId);
    return position ? [[projectId, position.cursor]] : [];
  });
  return { projects: new Map(known), user };
}

/** Moves forward to a cursor of the server's; what was heard stays. A project without position begins there. */
export function advance(positions: Positions, cursor: StreamCursor): void {
  for (const [projectId, seq] of cursor.projects) {
    const position = positions.projects.get(projectId);
    if (position) position.cursor = Math.max(position.cursor, seq);
    else positions.projects.set(projectId, { cursor: seq, heard: seq });
  }
  if (cursor.user !== null) positions.user = Math.max(positions.user ?? 0, cursor.user);
}
