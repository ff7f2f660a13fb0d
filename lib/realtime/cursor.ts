/** Where a stream stands: the last event number per project, and the last notification number of the person. */
export type StreamCursor = { projects: Map<string, number>; user: number | null };

const pattern = /^p:([0-9a-f-]{36})=(\d{1,15})$/;

/** `p:<project>=41;p:<project>=7;u=9`, as it stands in `id:` and comes back in `Last-Event-ID` or `?after=`. */
export function formatCursor({ projects, user }: StreamCursor): string {
  let text = "";
  for (const [projectId, seq] of projects) text += `${text && ";"}p:${projectId}=${seq}`;
  return user === null ? text : `${text && `${text};`}u=${user}`;
}

/** Reads a cursor. What can't be read is left out: the stream then begins at the present, and the client reads anew. */
export function parseCursor(text: string): StreamCursor {
  const cursor: StreamCursor = { projects: new Map(), user: null };
  for (const part of text.slice(0, 2000).split(";")) {
    const project = pattern.exec(part);
    if (project?.[1]) cursor.projects.set(project[1], Number(project[2]));
    else if (/^u=\d{1,15}$/.test(part)) cursor.user = Number(part.slice(2));
  }
  return cursor;
}
